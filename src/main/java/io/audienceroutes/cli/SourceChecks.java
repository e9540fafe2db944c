package io.audienceroutes.cli;

import io.audienceroutes.app.PickUpRoutes;
import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.PickUp;
import io.audienceroutes.diagnosis.Check;
import io.audienceroutes.source.SourceFault;
import io.audienceroutes.source.SourceProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks whether the source of a destination accepts the login and can be listed, and how long its oldest file has been
 * waiting.
 */
final class SourceChecks {
    private static final String QUESTION = "Source";
    private static final int NAMES_SHOWN = 5;

    private final SourceProbe probe;
    private final Path home;
    private final Path data;
    private final ErrorCatalog catalog;
    private final Duration patience;
    private final Clock clock;

    /**
     * @param patience how long a file may wait until a warning is due
     */
    SourceChecks(SourceProbe probe, Path home, Path data, ErrorCatalog catalog, Duration patience, Clock clock) {
        this.data = data;
        this.probe = probe;
        this.home = home;
        this.catalog = catalog;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * @param all all destinations: a file that another destination picks up from the same location does not count as
     *     left alone
     */
    Check of(Destination destination, List<Destination> all) {
        String subject = "destination " + destination.name();
        Optional<PickUp> pickUp = PickUp.of(destination, home);
        if (pickUp.isEmpty()) {
            return Check.fine(subject, QUESTION, "none: files are delivered by command only");
        }
        if (isMadeAtStart(pickUp.get())) {
            return Check.fine(
                    subject, QUESTION, probe.place(pickUp.get()) + " is in the data directory: 'run' creates it");
        }
        try {
            List<PickUp> others = all.stream()
                    .flatMap(other -> PickUp.of(other, home).stream())
                    .toList();
            return judge(subject, destination, pickUp.get(), probe.list(pickUp.get(), others));
        } catch (SourceFault fault) {
            return Check.fault(
                            subject,
                            QUESTION,
                            fault.getMessage(),
                            "Then check again. To make a running bundle poll at once, run: audience-routes sources retry "
                                    + destination.name())
                    .as(catalog.forCondition(fault.condition()).action().id());
        }
    }

    private boolean isMadeAtStart(PickUp pickUp) {
        return PickUpRoutes.ownFolder(pickUp, data).filter(Files::notExists).isPresent();
    }

    private Check judge(String subject, Destination destination, PickUp pickUp, SourceProbe.Listing listing) {
        String found = probe.place(pickUp) + " can be listed; " + waiting(listing) + leftAlone(listing);
        if (listing.oldest()
                .filter(since -> clock.instant().isAfter(since.plus(patience)))
                .isPresent()) {
            return Check.warning(
                    subject,
                    QUESTION,
                    found,
                    "Check that the bundle is running, and why it does not pick them up: audience-routes sources,"
                            + " and audience-routes destinations list (" + destination.name() + ").");
        }
        return listing.leftAlone().isEmpty()
                ? Check.fine(subject, QUESTION, found)
                : Check.warning(
                        subject,
                        QUESTION,
                        found,
                        "If these files are to be delivered, correct include in the destination, rename them, or make"
                                + " them readable, depending on the reason. Otherwise move them elsewhere.");
    }

    private static String waiting(SourceProbe.Listing listing) {
        return listing.oldest()
                .map(since -> "waiting files: " + listing.files() + ", the oldest since "
                        + since.truncatedTo(ChronoUnit.SECONDS))
                .orElse("no file is waiting");
    }

    private static String leftAlone(SourceProbe.Listing listing) {
        if (listing.leftAlone().isEmpty()) {
            return "";
        }
        int more = listing.leftAlone().size() - NAMES_SHOWN;
        return "; left alone: "
                + listing.leftAlone().entrySet().stream()
                        .limit(NAMES_SHOWN)
                        .map(file -> file.getKey() + " (" + file.getValue() + ")")
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
