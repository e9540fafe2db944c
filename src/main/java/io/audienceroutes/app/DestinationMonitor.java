package io.audienceroutes.app;

import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.catalog.WorkflowAction;
import io.audienceroutes.destination.ConnectionState;
import io.audienceroutes.destination.ConnectionState.Finding;
import io.audienceroutes.destination.ConnectionState.State;
import io.audienceroutes.destination.ConnectionStates;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.DestinationFolder;
import io.audienceroutes.diagnosis.Check;
import io.audienceroutes.diagnosis.ConnectionChecks;
import io.audienceroutes.diagnosis.Diagnosis;
import io.audienceroutes.diagnosis.Verdict;
import io.audienceroutes.failure.AlertTopic;
import io.audienceroutes.failure.FailureNews;
import io.audienceroutes.workflow.PauseSwitch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the connections of destinations before their sources are polled, and again periodically. One that cannot work
 * raises one alert and is not polled until it is fixed; the others run. An unreachable TikTok does not count as a fault
 * of a destination. Called by routes {@code check-destinations} and {@code check-destination}.
 */
public final class DestinationMonitor {
    private static final Logger LOG = LoggerFactory.getLogger(DestinationMonitor.class);
    private static final String CREDENTIAL = "credential ";
    private static final String NOT_POLLED = "Not polled: destination ";
    private static final String UNKNOWN_ACTION = "destination-invalid";

    private final ConnectionStates states;
    private final DestinationFolder destinations;
    private final ErrorCatalog catalog;
    private final Duration afterFault;
    private final Duration afterSuccess;
    private final PauseSwitch gate;
    private final Clock clock;
    private Optional<ConnectionChecks> checks = Optional.empty();
    private Runnable beginRound = () -> {};

    DestinationMonitor(
            ConnectionStates states,
            BundleSettings settings,
            DestinationFolder destinations,
            ErrorCatalog catalog,
            PauseSwitch gate,
            Clock clock) {
        this.states = states;
        this.destinations = destinations;
        this.catalog = catalog;
        this.afterFault = settings.millis("destinations.check-interval-ms");
        this.afterSuccess = settings.millis("destinations.valid-check-interval-ms");
        this.gate = gate;
        this.clock = clock;
    }

    /** Uses these checks from now on; within one round, the result of a query may be shared. */
    void asking(ConnectionChecks given, Runnable newRound) {
        checks = Optional.of(given);
        beginRound = newRound;
    }

    /** The destinations to check now, each claimed for this process. */
    public List<String> due() {
        beginRound.run();
        return states.take(clock.instant().plus(afterFault));
    }

    /** Checks one destination and stores the result; returns the alert to raise, if any. */
    public FailureNews check(@Body String name) {
        if (!gate.open()) {
            states.askAgain(name);
            return nothing();
        }
        Optional<Destination> current = destinations.find(name);
        if (current.isEmpty()) {
            states.forget(name);
            return nothing();
        }
        Destination destination = current.get();
        Diagnosis diagnosis = examined(destination);
        Optional<Check> worst = diagnosis.checks().stream()
                .filter(check -> check.verdict() == Verdict.FAULT)
                .findFirst()
                .or(() -> diagnosis.checks().stream()
                        .limit(1)
                        .filter(check -> check.verdict() == Verdict.UNKNOWN)
                        .findFirst());
        State state = worst.map(check -> check.verdict() == Verdict.FAULT ? State.NOT_VALID : State.UNKNOWN)
                .orElse(State.VALID);
        if (state == State.UNKNOWN) {
            states.unanswered(finding(worst.orElseThrow()));
        }
        Instant next = clock.instant().plus(state == State.VALID ? afterSuccess : afterFault);
        boolean toldBefore =
                worst.filter(check -> knownOfOthers(destination, check)).isPresent();
        Optional<ConnectionState> before =
                states.found(name, destination.credential(), state, worst.map(DestinationMonitor::finding), next);
        return before.filter(known -> !toldBefore)
                .map(known -> news(destination, known, state, worst))
                .orElseGet(DestinationMonitor::nothing);
    }

    /** A check that fails with an error says nothing about the destination. */
    private Diagnosis examined(Destination destination) {
        try {
            return new Diagnosis(checks.orElseThrow().of(destination));
        } catch (RuntimeException e) {
            String kind = e.getClass().getSimpleName();
            return new Diagnosis(List.of(Check.unknown(
                    "destination " + destination.name(),
                    "Check",
                    "the check failed with an unexpected error (" + kind + ")")));
        }
    }

    /** A problem of one credential affects all its destinations: only one alert is raised. */
    private boolean knownOfOthers(Destination destination, Check check) {
        return check.subject().startsWith(CREDENTIAL)
                && states.all().stream()
                        .filter(other -> !other.destination().equals(destination.name()))
                        .filter(other -> other.state() == State.NOT_VALID
                                && other.credential().equals(destination.credential()))
                        .flatMap(other -> other.finding().stream())
                        .anyMatch(finding -> finding.question().equals(check.question()));
    }

    private FailureNews news(Destination destination, ConnectionState before, State state, Optional<Check> worst) {
        String who = "Destination " + destination.name();
        if (state == State.NOT_VALID) {
            Check fault = worst.orElseThrow();
            WorkflowAction action = catalog.action(fault.action().orElse(UNKNOWN_ACTION));
            String about = fault.subject().startsWith(CREDENTIAL)
                    ? " Until then, no destination with " + fault.subject() + " is polled."
                    : "";
            return new FailureNews(
                    new AlertTopic(AlertTopic.Kind.DESTINATION, destination.name()),
                    action.title(),
                    String.join(
                            " ",
                            NOT_POLLED + destination.name() + ": " + fault.subject() + ", " + fault.question() + ":",
                            sentence(fault.found()),
                            sentence(fault.remedy().orElseThrow()) + about,
                            "It is checked again automatically; to check it now, run: audience-routes destinations check",
                            destination.name()),
                    Optional.of(action.id()));
        }
        if (before.state() == State.NOT_VALID) {
            return new FailureNews(
                    new AlertTopic(AlertTopic.Kind.DESTINATION, destination.name()),
                    "Destination works again",
                    who + (state == State.VALID ? " is valid again" : " may be valid again; TikTok does not respond")
                            + ", and its source is polled.",
                    Optional.empty());
        }
        worst.ifPresent(unknown -> LOG.warn(
                "{} is polled, but its connection could not be checked: {}. A delivery waits until TikTok responds.",
                who,
                unknown.found()));
        return nothing();
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private static Finding finding(Check check) {
        return new Finding(check.question(), check.found(), check.remedy(), check.action());
    }

    private static FailureNews nothing() {
        return FailureNews.none();
    }
}
