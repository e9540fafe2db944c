package io.audienceroutes.delivery;

import io.audienceroutes.member.DigestFile;
import io.audienceroutes.workflow.Books.BatchKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One batch on its way: a slice of a change file. Variable {@code batch} of route {@code map-batch}.
 *
 * @param audienceId TikTok's id of the audience
 * @param audienceCreatedAt when we made the audience, if we did
 * @param file the change file
 * @param sliceSize members a full batch
 * @param members members of this batch
 */
public record Batch(
        BatchKey key,
        List<String> advertiserIds,
        String audienceId,
        Optional<Instant> audienceCreatedAt,
        DigestFile file,
        int sliceSize,
        int members) {
    public Batch {
        advertiserIds = List.copyOf(advertiserIds);
    }

    /** The members' digests, back to back. */
    byte[] digests() {
        return file.slice(key.index(), sliceSize);
    }
}
