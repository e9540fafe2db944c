package io.audienceroutes.destination;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many rows may be rejected before a file is refused: a number in any case, and a percentage.
 *
 * @param percent of the rows read; 0 to 100
 * @param rows that may be rejected in any case, so that a small list does not fail for one bad row
 */
public record RejectLimit(int percent, long rows) {
    private static final Pattern CODE = Pattern.compile("percent=([0-9]{1,3}) rows=([0-9]{1,15})");
    private static final int ALL = 100;
    private static final RejectLimit STANDARD = new RejectLimit(20, 100);

    public RejectLimit {
        if (percent < 0 || percent > ALL || rows < 0) {
            throw new IllegalArgumentException("A reject limit must be 0 to 100 percent and a number of rows, not "
                    + percent + " percent and " + rows + " rows.");
        }
    }

    /** The default: 20% of the rows, or a hundred of them. */
    public static RejectLimit standard() {
        return STANDARD;
    }

    /** Whether this number of rejected rows exceeds the limit. */
    public boolean isExceededBy(long rejected, long read) {
        return rejected > rows && rejected > read / ALL * percent + read % ALL * percent / ALL;
    }

    /** The form of a limit in a command: {@code percent=40 rows=100}. */
    public String code() {
        return "percent=" + percent + " rows=" + rows;
    }

    /** Reads what {@link #code()} wrote. */
    public static RejectLimit parse(String code) {
        Matcher parts = CODE.matcher(code);
        if (!parts.matches()) {
            throw new IllegalArgumentException("The reject limit is invalid: expected " + STANDARD.code() + ".");
        }
        return new RejectLimit(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)));
    }

    /** In words, for messages. */
    public String text() {
        return percent + " percent of the rows, and " + rows + " rows in any case";
    }
}
