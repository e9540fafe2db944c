package io.audienceroutes.audience;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An audience that this product has delivered to, as recorded.
 *
 * @param audience its row, with TikTok's id
 * @param destinations that have delivered to it, the one of the newest workflow first
 * @param credential of the newest workflow
 * @param members that this product added and that TikTok accepted, over all id schemas
 * @param firstChangeAt when TikTok first accepted a batch for this id
 * @param unsettledSince the first change after which it was never unchanged for two days
 * @param lastChangeAt when TikTok last accepted a batch
 * @param readAt when it was last read
 */
public record WatchedAudience(
        Audiences.Audience audience,
        List<String> destinations,
        String credential,
        long members,
        Instant firstChangeAt,
        Instant unsettledSince,
        Instant lastChangeAt,
        Optional<Instant> readAt) {
    public WatchedAudience {
        destinations = List.copyOf(destinations);
    }

    /** The list of audiences that it is read from. */
    public AudienceList list() {
        return new AudienceList(audience.owner(), credential);
    }
}
