package io.audienceroutes.format;

import java.util.Objects;

/**
 * Limits on the uncompressed size of a segment file: a small file that expands to a huge one would fill disks and take
 * days.
 *
 * @param maxUnpackedBytes the maximum uncompressed size of a file, all its parts together
 * @param maxRatio the maximum compression ratio, once {@link #RATIO_FREE_BYTES} were unpacked
 * @param maxEntries the maximum number of entries of an archive
 */
public record FormatLimits(long maxUnpackedBytes, int maxRatio, int maxEntries, ReadLimits records) {
    /** Short repetitive texts compress very well and are harmless. */
    static final long RATIO_FREE_BYTES = 1 << 20;

    /** Encryption, compression and an archive may be nested; more layers are an attack. */
    static final int MAX_LAYERS = 4;

    public FormatLimits {
        requireAtLeastOne(maxUnpackedBytes, "maxUnpackedBytes");
        requireAtLeastOne(maxRatio, "maxRatio");
        requireAtLeastOne(maxEntries, "maxEntries");
        Objects.requireNonNull(records, "records");
    }

    /** The default limits: 64 GiB, ratio 200, 100 entries. */
    public static FormatLimits defaults() {
        return new FormatLimits(64L << 30, 200, 100, ReadLimits.defaults());
    }

    private static void requireAtLeastOne(long value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", but must be 1 or more.");
        }
    }
}
