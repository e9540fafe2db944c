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

/** Whether the source of a destination can be logged in to and listed, and how long its oldest file waits there. */
final class SourceChecks {
    private static final String QUESTION = "Source";
    private static final int NAMES_SHOWN = 5;

    private final SourceProbe probe;
    private final Path home;
    private final Path data;
    private final ErrorCatalog catalog;
    private final Duration patience;
    private final Clock clock;

    /** @param patience how long a file may wait before it is warned about */
    SourceChecks(SourceProbe probe, Path home, Path data, ErrorCatalog catalog, Duration patience, Clock clock) {
        this.data = data;
        this.probe = probe;
        this.home = home;
        this.catalog = catalog;
        this.patience = patience;
        this.clock = clock;
    }

    /** @param all every destination: files of another one at the same place are none that are left alone */
    Check of(Destination destination, List<Destination> all) {
        String subject = "destination " + destination.name();
        Optional<PickUp> pickUp = PickUp.of(destination, home);
        if (pickUp.isEmpty()) {
            return Check.fine(subject, QUESTION, "none: files come by command only");
        }
        if (isMadeAtStart(pickUp.get())) {
            return Check.fine(
                    subject, QUESTION, probe.place(pickUp.get()) + " is in the data directory: 'run' makes it");
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
                            "Do that, then look again; a running bundle looks at once with: audience-routes sources retry "
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
                    "Look whether the bundle runs, and why it leaves them: audience-routes sources, and"
                            + " audience-routes destinations list (" + destination.name() + ").");
        }
        return listing.leftAlone().isEmpty()
                ? Check.fine(subject, QUESTION, found)
                : Check.warning(
                        subject,
                        QUESTION,
                        found,
                        "If these files are to be delivered, correct include in the destination, rename them, or let this"
                                + " user read them, as the reasons say. Otherwise move them away.");
    }

    private static String waiting(SourceProbe.Listing listing) {
        return listing.oldest()
                .map(since -> "files that wait: " + listing.files() + ", the oldest since "
                        + since.truncatedTo(ChronoUnit.SECONDS))
                .orElse("no file waits there");
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
