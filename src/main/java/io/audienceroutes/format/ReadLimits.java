package io.audienceroutes.format;

/**
 * Bounds on what is read from a segment file.
 *
 * @param maxRecordChars longest record (row or header), in characters without its line end
 */
public record ReadLimits(int maxRecordChars) {
    private static final int DEFAULT_MAX_RECORD_CHARS = 65_536;
    private static final int LARGEST = 16 * 1024 * 1024;

    public ReadLimits {
        if (maxRecordChars < 1 || maxRecordChars > LARGEST) {
            throw new IllegalArgumentException(
                    "maxRecordChars is " + maxRecordChars + ": allowed is 1 to " + LARGEST + ".");
        }
    }

    /** The limits that hold where nothing else is configured: records of at most 65,536 characters. */
    public static ReadLimits defaults() {
        return new ReadLimits(DEFAULT_MAX_RECORD_CHARS);
    }
}
