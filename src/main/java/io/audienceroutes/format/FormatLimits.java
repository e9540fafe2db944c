package io.audienceroutes.format;

import java.util.Objects;

/**
 * Bounds on what one segment file may unpack to: small files that become huge ones fill disks and days.
 *
 * @param maxUnpackedBytes most bytes that a file unpacks to, all its parts together
 * @param maxRatio most unpacked bytes for one packed byte, once {@link #RATIO_FREE_BYTES} were unpacked
 * @param maxEntries most entries of an archive
 */
public record FormatLimits(long maxUnpackedBytes, int maxRatio, int maxEntries, ReadLimits records) {
    /** Short texts of few characters pack very well, and do no harm. */
    static final long RATIO_FREE_BYTES = 1 << 20;

    /** Encryption, compression and an archive fit into one another; more is a trick. */
    static final int MAX_LAYERS = 4;

    public FormatLimits {
        requireAtLeastOne(maxUnpackedBytes, "maxUnpackedBytes");
        requireAtLeastOne(maxRatio, "maxRatio");
        requireAtLeastOne(maxEntries, "maxEntries");
        Objects.requireNonNull(records, "records");
    }

    /** The limits that hold where nothing else is configured: 64 GiB, 1 to 200, 100 entries. */
    public static FormatLimits defaults() {
        return new FormatLimits(64L << 30, 200, 100, ReadLimits.defaults());
    }

    private static void requireAtLeastOne(long value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ": allowed is 1 and more.");
        }
    }
}
