package io.audienceroutes.workflow.ledger;

/**
 * How a batch is halved: part 1 is the whole batch, parts 2p and 2p + 1 are the halves of part p, the first one larger by
 * one where they differ. So a part's number and the size of its batch say which members it has, before and after a kill.
 */
public final class BatchBisection {
    /** The whole batch. */
    public static final int WHOLE = 1;

    private BatchBisection() {}

    /** The first half of a part. */
    public static int first(int part) {
        return 2 * part;
    }

    /** The second half of a part. */
    public static int second(int part) {
        return 2 * part + 1;
    }

    /** The members of a part of a batch of so many. */
    public static Range range(int part, int members) {
        if (part < WHOLE) {
            throw new IllegalArgumentException("Parts are numbered from 1, not " + part);
        }
        int offset = 0;
        int size = members;
        for (int bit = Integer.highestOneBit(part) >> 1; bit > 0; bit >>= 1) {
            int half = (size + 1) / 2;
            boolean second = (part & bit) != 0;
            offset += second ? half : 0;
            size = second ? size - half : half;
        }
        return new Range(offset, size);
    }

    /** Members of a batch: from an offset on, so many. */
    public record Range(int offset, int members) {}
}
