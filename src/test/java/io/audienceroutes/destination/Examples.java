package io.audienceroutes.destination;

import io.audienceroutes.destination.SourceHandling.Afterwards;
import io.audienceroutes.destination.SourceHandling.OnFailure;
import io.audienceroutes.destination.SourceHandling.Ready;
import io.audienceroutes.format.FileFormat;
import io.audienceroutes.segment.EmailRule;
import io.audienceroutes.segment.IdentifierColumns;
import io.audienceroutes.segment.IdentifierType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Destinations to test with. */
public final class Examples {
    private Examples() {}

    public static Destination destination(String name, Optional<Source> source) {
        return new Destination(
                name,
                "An example",
                new Destination.Account("acme-ads", List.of("7654321098765432109")),
                new Destination.Target(new AudienceNaming.Fixed("Newsletter readers"), SyncMode.ADD, false),
                new Destination.Identifiers(
                        Set.of(IdentifierType.EMAIL, IdentifierType.PHONE),
                        IdentifierColumns.of(Map.of(
                                IdentifierType.EMAIL, List.of("email"), IdentifierType.PHONE, List.of("mobile"))),
                        EmailRule.PLAIN,
                        Optional.of("US")),
                new Destination.Files(FileFormat.detected(), source, Optional.empty()),
                new Destination.Guards(RejectLimit.standard(), ShrinkGuard.standard(), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                10_000);
    }

    /** The usual handling, with this way to tell a whole file and this interval. */
    public static SourceHandling handling(Ready ready, int pollSeconds) {
        return new SourceHandling(ready, 5, pollSeconds, Afterwards.ARCHIVE, Optional.empty(), OnFailure.STAY);
    }

    public static Source.Folder folder(String directory) {
        return new Source.Folder(directory, ".*\\.csv", handling(Ready.SETTLE, 5));
    }

    static Destination withAudience(Destination from, AudienceNaming audience) {
        return new Destination(
                from.name(),
                from.description(),
                from.account(),
                new Destination.Target(audience, from.syncMode(), from.sharedAudience()),
                from.identifiers(),
                from.files(),
                from.guards(),
                from.optOut(),
                from.campaign(),
                from.batchSize());
    }

    static Destination withAdvertisers(Destination from, List<String> advertiserIds) {
        return new Destination(
                from.name(),
                from.description(),
                new Destination.Account(from.credential(), advertiserIds),
                from.target(),
                from.identifiers(),
                from.files(),
                from.guards(),
                from.optOut(),
                from.campaign(),
                from.batchSize());
    }
}
