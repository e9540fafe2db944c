package io.audienceroutes.format;

/**
 * Limits on reading a segment file.
 *
 * @param maxRecordChars the longest record (row or header), in characters without its line break
 */
public record ReadLimits(int maxRecordChars) {
    private static final int DEFAULT_MAX_RECORD_CHARS = 65_536;
    private static final int LARGEST = 16 * 1024 * 1024;

    public ReadLimits {
        if (maxRecordChars < 1 || maxRecordChars > LARGEST) {
            throw new IllegalArgumentException(
                    "maxRecordChars is " + maxRecordChars + ", but must be from 1 to " + LARGEST + ".");
        }
    }

    /** The default limits: records of at most 65,536 characters. */
    public static ReadLimits defaults() {
        return new ReadLimits(DEFAULT_MAX_RECORD_CHARS);
    }
}
