package io.audienceroutes.destination;

import io.audienceroutes.format.FileFormat;
import io.audienceroutes.segment.IdentifierColumns;
import java.util.List;
import java.util.Optional;

/** A copy of a destination with some settings changed for one purpose. */
final class DestinationVariant {
    private final Destination original;
    private String credential;
    private List<String> advertiserIds;
    private AudienceNaming audience;
    private IdentifierColumns columns;
    private SyncMode syncMode;
    private FileFormat format;
    private ShrinkGuard shrinkGuard;
    private boolean sharedAudience;
    private Optional<OptOut> optOut;
    private Optional<SampleFirst> sampleFirst;
    private Optional<Campaign> campaign;
    private Optional<Source> source;
    private Optional<Schedule> schedule;

    /** Starts with unchanged settings. */
    DestinationVariant(Destination original) {
        this.original = original;
        credential = original.credential();
        advertiserIds = original.advertiserIds();
        audience = original.audience();
        columns = original.columns();
        syncMode = original.syncMode();
        format = original.format();
        shrinkGuard = original.shrinkGuard();
        sharedAudience = original.sharedAudience();
        optOut = original.optOut();
        sampleFirst = original.sampleFirst();
        campaign = original.campaign();
        source = original.source();
        schedule = original.schedule();
    }

    DestinationVariant credential(String other) {
        credential = other;
        return this;
    }

    DestinationVariant advertiserIds(List<String> others) {
        advertiserIds = others;
        return this;
    }

    DestinationVariant audience(AudienceNaming other) {
        audience = other;
        return this;
    }

    DestinationVariant columns(IdentifierColumns others) {
        columns = others;
        return this;
    }

    DestinationVariant syncMode(SyncMode other) {
        syncMode = other;
        return this;
    }

    DestinationVariant format(FileFormat other) {
        format = other;
        return this;
    }

    DestinationVariant shrinkGuard(ShrinkGuard other) {
        shrinkGuard = other;
        return this;
    }

    DestinationVariant sampleFirst(SampleFirst sample) {
        sampleFirst = Optional.of(sample);
        return this;
    }

    /** For a single list: not shared, and without opt-outs, sample, campaign and source. */
    DestinationVariant alone() {
        sharedAudience = false;
        optOut = Optional.empty();
        sampleFirst = Optional.empty();
        campaign = Optional.empty();
        source = Optional.empty();
        schedule = Optional.empty();
        return this;
    }

    Destination make() {
        return new Destination(
                original.name(),
                original.description(),
                credential,
                advertiserIds,
                audience,
                original.userIdTypes(),
                columns,
                original.emailRule(),
                original.phoneRegion(),
                syncMode,
                original.batchSize(),
                format,
                original.rejectLimit(),
                shrinkGuard,
                sharedAudience,
                optOut,
                sampleFirst,
                campaign,
                source,
                schedule);
    }
}
