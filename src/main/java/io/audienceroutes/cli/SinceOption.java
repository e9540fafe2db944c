package io.audienceroutes.cli;

import io.audienceroutes.app.InvalidSettings;
import io.audienceroutes.text.SafeText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The time of options such as {@code --since}: a date, a time, or a duration before now. */
final class SinceOption {
    static final String DESCRIPTION =
            "Only entries since this time: 2026-11-28, 2026-11-28T08:00:00Z, or a duration before now: 30m, 12h, 7d.";

    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([mhd])");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private SinceOption() {}

    static Instant parse(String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        try {
            if (ago.matches()) {
                long count = Long.parseLong(ago.group(1));
                return now.minus(
                        switch (ago.group(2)) {
                            case "m" -> Duration.ofMinutes(count);
                            case "h" -> Duration.ofHours(count);
                            default -> Duration.ofDays(count);
                        });
            }
            return DATE.matcher(text).matches()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidSettings(
                    "'" + SafeText.line(text) + "' is not a time: expected a date (2026-11-28), a time"
                            + " in UTC (2026-11-28T08:00:00Z), or a duration before now (30m, 12h, 7d).");
        }
    }
}
