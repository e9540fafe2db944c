package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.format.FileFormat;
import io.audienceroutes.segment.EmailRule;
import io.audienceroutes.segment.IdentifierColumns;
import io.audienceroutes.segment.IdentifierType;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A destination in its file and its stored form. Omitted keys are null, only here. Keys of newer versions are ignored;
 * the schema refuses unknown keys in files earlier.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record DestinationKeys(
        String name,
        String description,
        String credential,
        Boolean sandbox,
        List<String> advertiserIds,
        String audienceName,
        String audienceNamePattern,
        String oneTimeAudienceName,
        List<IdentifierType> userIdTypes,
        Map<IdentifierType, ColumnNames> columns,
        String valueSeparator,
        String emailRule,
        String phoneRegion,
        SyncMode syncMode,
        Integer batchSize,
        FormatKeys format,
        RejectLimitKeys rejectLimit,
        ShrinkGuardKeys shrinkGuard,
        Boolean sharedAudience,
        OptOutKeys optOut,
        SampleFirstKeys sampleFirst,
        CampaignKeys campaign,
        SourceKeys source,
        ScheduleKeys schedule) {
    private static final int DEFAULT_BATCH = 10_000;

    /** Campaign files usually contain e-mail addresses and phone numbers. */
    private static final List<IdentifierType> TYPES_OF_CAMPAIGNS = List.of(IdentifierType.EMAIL, IdentifierType.PHONE);

    DestinationKeys {
        userIdTypes = userIdTypes == null && campaign != null ? TYPES_OF_CAMPAIGNS : userIdTypes;
    }

    static DestinationKeys of(Destination destination) {
        return new DestinationKeys(
                destination.name(),
                destination.description(),
                destination.credential(),
                destination.sandbox() ? Boolean.TRUE : null,
                destination.advertiserIds(),
                destination.audience() instanceof AudienceNaming.Fixed fixed ? fixed.name() : null,
                destination.audience() instanceof AudienceNaming.FromFileName from ? from.pattern() : null,
                destination.audience() instanceof AudienceNaming.OneTime chosen ? chosen.name() : null,
                List.copyOf(destination.userIdTypes()),
                ColumnNames.of(destination.columns()),
                destination.columns().separator().map(String::valueOf).orElse(null),
                destination.emailRule().name().toLowerCase(Locale.ROOT),
                destination.phoneRegion().orElse(null),
                destination.syncMode(),
                destination.batchSize(),
                FormatKeys.of(destination.format()),
                RejectLimitKeys.of(destination.rejectLimit()),
                ShrinkGuardKeys.of(destination.shrinkGuard()),
                destination.sharedAudience(),
                destination.optOut().map(OptOutKeys::of).orElse(null),
                destination.sampleFirst().map(SampleFirstKeys::of).orElse(null),
                destination.campaign().map(CampaignKeys::of).orElse(null),
                destination.source().map(SourceKeys::of).orElse(null),
                destination.schedule().map(ScheduleKeys::of).orElse(null));
    }

    Destination toDestination() {
        FileFormat fileFormat =
                Optional.ofNullable(format).map(FormatKeys::toFormat).orElseGet(FileFormat::detected);
        return new Destination(
                name,
                Optional.ofNullable(description).orElse(""),
                new Destination.Account(
                        rehearses() ? Rehearsal.CREDENTIAL : credential,
                        rehearses() ? Rehearsal.advertisers(advertiserIds.size()) : advertiserIds),
                new Destination.Target(
                        audience(),
                        Optional.ofNullable(syncMode).orElse(SyncMode.MIRROR),
                        Optional.ofNullable(sharedAudience).orElse(false)),
                new Destination.Identifiers(
                        EnumSet.copyOf(userIdTypes),
                        identifierColumns(),
                        emailRule == null ? EmailRule.PLAIN : EmailRule.valueOf(emailRule.toUpperCase(Locale.ROOT)),
                        Optional.ofNullable(phoneRegion)),
                new Destination.Files(
                        fileFormat,
                        Optional.ofNullable(source).map(keys -> keys.toSource(fileFormat)),
                        Optional.ofNullable(schedule).map(ScheduleKeys::toSchedule)),
                new Destination.Guards(
                        Optional.ofNullable(rejectLimit)
                                .map(RejectLimitKeys::toRejectLimit)
                                .orElseGet(RejectLimit::standard),
                        Optional.ofNullable(shrinkGuard)
                                .map(ShrinkGuardKeys::toShrinkGuard)
                                .orElseGet(ShrinkGuard::standard),
                        Optional.ofNullable(sampleFirst).map(SampleFirstKeys::toSampleFirst)),
                Optional.ofNullable(optOut).map(OptOutKeys::toOptOut),
                Optional.ofNullable(campaign).map(CampaignKeys::toCampaign),
                Optional.ofNullable(batchSize).orElse(DEFAULT_BATCH));
    }

    private boolean rehearses() {
        return Boolean.TRUE.equals(sandbox);
    }

    Map<IdentifierType, ColumnNames> namedColumns() {
        return columns == null ? Map.of() : columns;
    }

    IdentifierColumns identifierColumns() {
        Map<IdentifierType, List<String>> named = new EnumMap<>(IdentifierType.class);
        namedColumns().forEach((type, names) -> named.put(type, names.names()));
        return new IdentifierColumns(named, Optional.ofNullable(valueSeparator).map(separator -> separator.charAt(0)));
    }

    private AudienceNaming audience() {
        if (oneTimeAudienceName != null) {
            return new AudienceNaming.OneTime(oneTimeAudienceName);
        }
        if (campaign != null) {
            return new AudienceNaming.FromCampaign(campaign.toCampaign());
        }
        return audienceName == null
                ? new AudienceNaming.FromFileName(audienceNamePattern)
                : new AudienceNaming.Fixed(audienceName);
    }
}
