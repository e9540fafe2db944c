package io.audienceroutes.segment;

import java.util.List;
import java.util.Map;

/**
 * What one {@link RowChunk} came to.
 *
 * @param sequence that of the row chunk
 * @param digests the digests of each type that the configured identifiers may come as, back to back, in row order,
 *     duplicates included; handed over, not copied
 * @param rejects in row order
 */
public record PreparedChunk(
        long sequence, RowTally tally, Map<DigestType, byte[]> digests, List<RejectedCell> rejects) {
    public PreparedChunk {
        digests = Map.copyOf(digests);
        rejects = List.copyOf(rejects);
    }

    /** Shows the counts, no digest and no reject. */
    @Override
    public String toString() {
        return "PreparedChunk[sequence=" + sequence + ", tally=" + tally + "]";
    }
}
