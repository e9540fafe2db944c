package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A destination as its file and its stored form spell it: what was left out is null here, and only here. Keys that a
 * newer version added are passed over; the schema refuses unknown keys in files before they get here.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record DestinationKeys(
        String name,
        String description,
        String credential,
        List<String> advertiserIds,
        String audienceName,
        String audienceNamePattern,
        List<UserIdType> userIdTypes,
        Map<UserIdType, String> columns,
        EmailRule emailRule,
        String phoneRegion,
        SyncMode syncMode,
        Integer batchSize,
        SourceKeys source) {
    private static final int DEFAULT_BATCH = 10_000;

    static DestinationKeys of(Destination destination) {
        return new DestinationKeys(
                destination.name(),
                destination.description(),
                destination.credential(),
                destination.advertiserIds(),
                destination.audience() instanceof AudienceNaming.Fixed fixed ? fixed.name() : null,
                destination.audience() instanceof AudienceNaming.FromFileName from ? from.pattern() : null,
                List.copyOf(destination.userIdTypes()),
                destination.columns(),
                destination.emailRule(),
                destination.phoneRegion().orElse(null),
                destination.syncMode(),
                destination.batchSize(),
                destination.source().map(SourceKeys::of).orElse(null));
    }

    Destination toDestination() {
        return new Destination(
                name,
                Optional.ofNullable(description).orElse(""),
                credential,
                advertiserIds,
                audience(),
                EnumSet.copyOf(userIdTypes),
                columnsWithDefaults(),
                Optional.ofNullable(emailRule).orElse(EmailRule.PLAIN),
                Optional.ofNullable(phoneRegion),
                Optional.ofNullable(syncMode).orElse(SyncMode.ADD),
                Optional.ofNullable(batchSize).orElse(DEFAULT_BATCH),
                Optional.ofNullable(source).map(SourceKeys::toSource));
    }

    Set<UserIdType> namedColumns() {
        return columns == null ? Set.of() : columns.keySet();
    }

    Map<UserIdType, String> columnsWithDefaults() {
        Map<UserIdType, String> all = new EnumMap<>(UserIdType.class);
        userIdTypes.forEach(type -> all.put(type, type.defaultColumn()));
        if (columns != null) {
            all.putAll(columns);
        }
        return all;
    }

    private AudienceNaming audience() {
        return audienceName == null
                ? new AudienceNaming.FromFileName(audienceNamePattern)
                : new AudienceNaming.Fixed(audienceName);
    }
}
