package io.audienceroutes.text;

import java.time.Duration;
import java.util.Locale;

/** Numbers and spans of time as people read them; in commands and on pages the same. */
public final class Figures {
    private Figures() {}

    /** With separators: {@code 1,234,567}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** With its noun: {@code 1 row}, {@code 2 rows}. */
    public static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** In the two largest units: {@code 3d 4h}, {@code 12m 5s}, {@code 0.4s}. */
    public static String span(Duration time) {
        if (time.toDays() > 0) {
            return time.toDays() + "d " + time.toHoursPart() + "h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + "h " + time.toMinutesPart() + "m";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + "m " + time.toSecondsPart() + "s"
                : String.format(Locale.ROOT, "%.1fs", time.toMillis() / 1000.0);
    }
}
