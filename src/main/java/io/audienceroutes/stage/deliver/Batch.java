package io.audienceroutes.stage.deliver;

import io.audienceroutes.member.DigestFile;
import io.audienceroutes.workflow.ledger.BatchBisection;
import io.audienceroutes.workflow.ledger.BatchLedger.BatchKey;
import io.audienceroutes.workflow.ledger.BatchLedger.PartState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One batch being sent: a slice of a change file. Variable {@code batch} of route {@code deliver-batch}.
 *
 * @param audienceId TikTok's id of the audience
 * @param audienceCreatedAt when we created the audience, if we did
 * @param file the change file
 * @param sliceSize members a full batch
 * @param members members of this batch
 * @param parts the recorded state of its parts, if it was divided
 */
public record Batch(
        BatchKey key,
        List<String> advertiserIds,
        String audienceId,
        Optional<Instant> audienceCreatedAt,
        DigestFile file,
        int sliceSize,
        int members,
        Map<Integer, PartState> parts) {
    public Batch {
        advertiserIds = List.copyOf(advertiserIds);
        parts = Map.copyOf(parts);
    }

    /** The digests of a part's members, back to back. */
    public byte[] digests(int part) {
        byte[] whole = file.slice(key.index(), sliceSize);
        if (part == BatchBisection.WHOLE) {
            return whole;
        }
        BatchBisection.Range range = BatchBisection.range(part, members);
        int width = file.width();
        return Arrays.copyOfRange(whole, range.offset() * width, (range.offset() + range.members()) * width);
    }
}
