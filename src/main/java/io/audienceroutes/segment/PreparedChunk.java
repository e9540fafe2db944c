package io.audienceroutes.segment;

import java.util.List;
import java.util.Map;

/**
 * The result of one {@link RowChunk}.
 *
 * @param sequence that of the row chunk
 * @param digests the digests of each type that the configured identifiers may come as, back to back, in row order,
 *     duplicates included; handed over, not copied
 * @param rejects in row order
 * @param optedOut the rows that contain an opted-out person; their digests are also in {@code digests}
 */
public record PreparedChunk(
        long sequence,
        RowTally tally,
        Map<DigestType, byte[]> digests,
        List<RejectedCell> rejects,
        OptedOutPart optedOut) {
    public PreparedChunk {
        digests = Map.copyOf(digests);
        rejects = List.copyOf(rejects);
    }

    PreparedChunk(long sequence, RowTally tally, Map<DigestType, byte[]> digests, List<RejectedCell> rejects) {
        this(sequence, tally, digests, rejects, OptedOutPart.none());
    }

    /**
     * The content of rows that contain an opted-out person.
     *
     * @param rows how many there are
     * @param digests of all their identifiers
     */
    public record OptedOutPart(long rows, Map<DigestType, byte[]> digests) {
        public OptedOutPart {
            digests = Map.copyOf(digests);
        }

        static OptedOutPart none() {
            return new OptedOutPart(0, Map.of());
        }

        /** Shows the count, no digest. */
        @Override
        public String toString() {
            return "OptedOutPart[rows=" + rows + "]";
        }
    }

    /** Shows the counts, no digest and no reject. */
    @Override
    public String toString() {
        return "PreparedChunk[sequence=" + sequence + ", tally=" + tally + "]";
    }
}
