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
                "acme-ads",
                List.of("7654321098765432109"),
                new AudienceNaming.Fixed("Newsletter readers"),
                Set.of(IdentifierType.EMAIL, IdentifierType.PHONE),
                IdentifierColumns.of(
                        Map.of(IdentifierType.EMAIL, List.of("email"), IdentifierType.PHONE, List.of("mobile"))),
                EmailRule.PLAIN,
                Optional.of("US"),
                SyncMode.ADD,
                10_000,
                FileFormat.detected(),
                RejectLimit.standard(),
                ShrinkGuard.standard(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                source,
                Optional.empty());
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
                from.credential(),
                from.advertiserIds(),
                audience,
                from.userIdTypes(),
                from.columns(),
                from.emailRule(),
                from.phoneRegion(),
                from.syncMode(),
                from.batchSize(),
                from.format(),
                from.rejectLimit(),
                from.shrinkGuard(),
                from.sharedAudience(),
                from.optOut(),
                from.sampleFirst(),
                from.campaign(),
                from.source(),
                from.schedule());
    }

    static Destination withAdvertisers(Destination from, List<String> advertiserIds) {
        return new Destination(
                from.name(),
                from.description(),
                from.credential(),
                advertiserIds,
                from.audience(),
                from.userIdTypes(),
                from.columns(),
                from.emailRule(),
                from.phoneRegion(),
                from.syncMode(),
                from.batchSize(),
                from.format(),
                from.rejectLimit(),
                from.shrinkGuard(),
                from.sharedAudience(),
                from.optOut(),
                from.sampleFirst(),
                from.campaign(),
                from.source(),
                from.schedule());
    }
}
