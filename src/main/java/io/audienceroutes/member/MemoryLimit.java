package io.audienceroutes.member;

/**
 * The memory limit for preparing or comparing one list of any size.
 *
 * <p>It counts every buffer that grows with the list or with the number of partitions: the partition buffers (an
 * eighth), the file buffers (an eighth) and the records that are sorted at a time (the rest). Java's own memory is not
 * included.
 *
 * @param bytes at least 1 MiB
 */
public record MemoryLimit(long bytes) {
    /** 64 MiB: lists of up to some 250 million digests without splitting a partition. */
    public static final MemoryLimit DEFAULT = new MemoryLimit(64L << 20);

    /** Enough for any merge of files: beyond it, larger buffers are not faster. */
    static final int LARGEST_FILE_BUFFER = 256 << 10;

    private static final long SMALLEST = 1L << 20;
    private static final int LARGEST_PARTITION_BUFFER = 32 << 10;
    private static final int PARTITION_BUFFERS_SHARE = 8;
    private static final int FILE_BUFFER_SHARE = 32;

    /** Refuses a limit under 1 MiB. */
    public MemoryLimit {
        if (bytes < SMALLEST) {
            throw new IllegalArgumentException("The memory limit of the member store is invalid: expected at least "
                    + SMALLEST + " bytes, but found " + bytes + ". Raise the limit.");
        }
    }

    /** Bytes of one of the 256 partition buffers: whole records. */
    int partitionBuffer(int width) {
        long share = bytes / PARTITION_BUFFERS_SHARE / PartitionIndex.PARTITIONS;
        return wholeRecords(Math.min(share, LARGEST_PARTITION_BUFFER), width);
    }

    /** Bytes of the buffer of one of the four files that a comparison reads or writes: whole records. */
    int fileBuffer(int width) {
        return wholeRecords(Math.min(bytes / FILE_BUFFER_SHARE, LARGEST_FILE_BUFFER), width);
    }

    /** The number of records that may be sorted at a time. */
    int recordsPerRun(int width) {
        long rest = bytes - bytes / PARTITION_BUFFERS_SHARE - 4 * (bytes / FILE_BUFFER_SHARE);
        return (int) Math.min(rest / SortBuffer.bytesPerRecord(width), SortBuffer.MOST_RECORDS);
    }

    private static int wholeRecords(long bytes, int width) {
        return (int) (bytes - bytes % width);
    }
}
