package io.audienceroutes.cli;

import io.audienceroutes.app.Bundle;
import io.audienceroutes.app.BundleSettings;
import io.audienceroutes.app.BundleWiring;
import io.audienceroutes.credential.CredentialStore;
import io.audienceroutes.credential.SecretRefused;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.DestinationProblem;
import io.audienceroutes.diagnosis.Check;
import io.audienceroutes.diagnosis.ConnectionChecks;
import io.audienceroutes.diagnosis.Diagnosis;
import io.audienceroutes.diagnosis.StorageChecks;
import io.audienceroutes.source.SourceProbe;
import io.audienceroutes.source.SourceTimes;
import io.audienceroutes.stage.DataDirectory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Runs all checks of a bundle whose routes are running. */
public final class Doctor {
    private static final String ANSWER_MILLIS = "5000";

    private final Bundle bundle;
    private final BundleSettings settings;
    private final ConnectionChecks connections;
    private final Path data;

    public Doctor(Bundle bundle) {
        this(bundle, bundle.settings().path("data.directory"));
    }

    /** As above, for an installation whose data directory is, or will be, this folder. */
    public Doctor(Bundle bundle, Path data) {
        this.data = data;
        this.bundle = bundle;
        this.settings = bundle.settings();
        this.connections = bundle.wiring().connectionsAskedOnce(bundle.camel());
    }

    /** Checks the installation and these destinations; shared parts are checked once. */
    public Diagnosis examine(Collection<Destination> destinations, List<DestinationProblem> problems)
            throws InterruptedException {
        try (BoundedChecks bounded = bounded()) {
            return examine(bounded, destinations, problems);
        }
    }

    /** How long the doctor waits for a response: the user is waiting at the terminal. */
    static Map<String, String> patience() {
        return Map.of(
                "tiktok.connect-timeout-ms", ANSWER_MILLIS,
                "tiktok.response-timeout-ms", ANSWER_MILLIS,
                "sources.connect-timeout-ms", ANSWER_MILLIS,
                "sources.answer-timeout-ms", ANSWER_MILLIS);
    }

    private BoundedChecks bounded() {
        return new BoundedChecks(
                settings.millis("doctor.longest-check-ms"),
                settings.millis("doctor.longest-run-ms"),
                new ProgressDisplay(Terminal.find()));
    }

    private Diagnosis examine(
            BoundedChecks bounded, Collection<Destination> destinations, List<DestinationProblem> problems)
            throws InterruptedException {
        LinkedHashSet<Check> checks = new LinkedHashSet<>(installation(bounded));
        problems.forEach(problem -> checks.add(Check.fault(
                "destination file " + problem.file(),
                "Destination file",
                problem.toString(),
                "Correct this file, or remove it. The other destinations are unaffected.")));
        for (Destination destination : destinations) {
            String subject = "destination " + destination.name();
            checks.addAll(bounded.run(subject, "Connection", () -> connections.of(destination)));
            checks.addAll(bounded.run(subject, "Source", () -> List.of(source(destination))));
        }
        return new Diagnosis(List.copyOf(checks));
    }

    /** Checks one destination's connection to TikTok. */
    public Diagnosis connection(Destination destination) {
        return new Diagnosis(connections.of(destination));
    }

    /** Checks one destination's source. */
    public Check source(Destination destination) {
        SourceTimes times = new SourceTimes(
                settings.millis("sources.connect-timeout-ms"),
                settings.millis("sources.answer-timeout-ms"),
                settings.millis("sources.listing-timeout-ms"),
                settings.millis("sources.stall-timeout-ms"));
        BundleWiring wiring = bundle.wiring();
        return new SourceChecks(
                        new SourceProbe(wiring.secrets(), times, bundle.camel()),
                        bundle.home().path(),
                        data,
                        wiring.catalog(),
                        Duration.ofHours(settings.number("doctor.file-waits-hours")),
                        wiring.clock())
                .of(destination, List.copyOf(wiring.destinations()));
    }

    private Check key() {
        CredentialStore store = bundle.wiring().credentials().store();
        String question = "Key of the credential store";
        try {
            store.names().forEach(store::token);
            String found = store.hasKey()
                    ? "it decrypts the credential store; it is " + store.keyPlace()
                    : "there is none yet: the first stored credential creates " + store.keyPlace();
            return Check.fine("installation", question, found);
        } catch (SecretRefused e) {
            return Check.fault(
                    "installation",
                    question,
                    e.getMessage(),
                    "Restore the key from its backup, readable only by this user (chmod 600).");
        }
    }

    private List<Check> installation(BoundedChecks bounded) throws InterruptedException {
        StorageChecks storage = new StorageChecks(settings.number("doctor.free-mib"));
        List<Check> checks = new ArrayList<>();
        checks.add(storage.ofFile("error catalogue", settings.path("error-catalog.file"), false));
        checks.addAll(bounded.run("installation", "Data directory", () -> storage.ofOwnFolder("data", data)));
        checks.add(Check.fine(
                "installation",
                "Database",
                new DataDirectory(data).hasState()
                        ? "the state database can be opened and queried"
                        : "there is none yet: it is created at first use"));
        checks.add(key());
        URI address = URI.create(bundle.baseUrl());
        ReachChecks reach = new ReachChecks(address, bundle.wiring().connection(), Clock.systemUTC());
        checks.addAll(bounded.run("installation", "Connection to TikTok", () -> reach.all(bundle.camel())));
        return checks;
    }
}
