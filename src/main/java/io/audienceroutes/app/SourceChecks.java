package io.audienceroutes.app;

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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Whether the source of a destination can be logged in to and listed, and how long its oldest file waits there. */
final class SourceChecks {
    private static final String QUESTION = "Source";

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

    Check of(Destination destination) {
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
            return judge(subject, destination, pickUp.get(), probe.list(pickUp.get()));
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
        String place = probe.place(pickUp);
        if (listing.oldest().isEmpty()) {
            return Check.fine(subject, QUESTION, place + " can be listed; no file waits there");
        }
        Instant oldest = listing.oldest().get();
        String found = place + " can be listed; files that wait: " + listing.files() + ", the oldest since "
                + oldest.truncatedTo(ChronoUnit.SECONDS);
        return clock.instant().isAfter(oldest.plus(patience))
                ? Check.warning(
                        subject,
                        QUESTION,
                        found,
                        "Look whether the bundle runs, and why it leaves them: audience-routes sources, and"
                                + " audience-routes destinations list (" + destination.name() + ").")
                : Check.fine(subject, QUESTION, found);
    }
}
