package io.audienceroutes.segment;

/**
 * A value that TikTok refused after it was sent.
 *
 * @param file the file, or the archive entry, that contains it
 * @param line physical line (1-based) at which its row starts
 * @param column name of the column
 * @param maskedValue what {@link Masked} shows of the cell
 * @param why TikTok's words, bounded and escaped
 */
public record RefusedValue(String file, long line, String column, String maskedValue, String why) {
    static final String REASON = "refused-by-tiktok";

    /** The remedy. */
    String remedy() {
        return why + ". Check that the value exists and, if it was hashed in the file, that it is the SHA-256 hash of"
                + " the normalised value; or remove it.";
    }

    /** Shows where it is, and no value. */
    @Override
    public String toString() {
        return "RefusedValue[file=" + file + ", line=" + line + ", column=" + column + "]";
    }
}
