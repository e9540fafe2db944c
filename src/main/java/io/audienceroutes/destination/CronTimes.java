package io.audienceroutes.destination;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/**
 * The times of a cron expression: five fields as in crontab (minute, hour, day of month, month, day of week), or six or
 * seven as in Quartz, with seconds first.
 *
 * <p>Like cron: an expression that matches every hour follows elapsed hours. Any other expression means times of day:
 * when clocks go forward, a skipped time is shifted by the skipped duration; when they go back, a time that occurs
 * twice counts once.
 */
public record CronTimes(String expression) {
    private static final int CRONTAB_FIELDS = 5;

    public CronTimes {
        problem(expression).ifPresent(found -> {
            throw new IllegalArgumentException("schedule.cron: " + found);
        });
    }

    /** What is wrong with an expression, or empty. */
    static Optional<String> problem(String expression) {
        try {
            parse(expression);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(Excerpt.of(expression) + ", which is not a valid cron expression: " + reason(e));
        }
    }

    /** The latest time up to now; empty if there was none. */
    Optional<Instant> latest(Instant now, ZoneId zone) {
        ExecutionTime times = ExecutionTime.forCron(parse(expression));
        if (everyHour()) {
            return latest(times, now.atZone(zone)).map(ZonedDateTime::toInstant);
        }
        // Computed on a clock without time changes, then converted to the zone
        Optional<ZonedDateTime> time =
                latest(times, onAnEvenClock(now.atZone(zone).toLocalDateTime()));
        while (time.isPresent() && inZone(time.get(), zone).isAfter(now)) {
            time = times.lastExecution(time.get());
        }
        return time.map(found -> inZone(found, zone));
    }

    private boolean everyHour() {
        List<String> fields = fields(expression);
        return fields.get(fields.size() == CRONTAB_FIELDS ? 1 : 2).startsWith("*");
    }

    private static Optional<ZonedDateTime> latest(ExecutionTime times, ZonedDateTime until) {
        return times.isMatch(until) ? Optional.of(until.withNano(0)) : times.lastExecution(until);
    }

    private static ZonedDateTime onAnEvenClock(LocalDateTime time) {
        return time.atZone(ZoneOffset.UTC);
    }

    private static Instant inZone(ZonedDateTime time, ZoneId zone) {
        return time.toLocalDateTime().atZone(zone).toInstant();
    }

    private static Cron parse(String expression) {
        CronType type = fields(expression).size() == CRONTAB_FIELDS ? CronType.UNIX : CronType.QUARTZ;
        return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(type)).parse(expression);
    }

    private static List<String> fields(String expression) {
        return List.of(expression.strip().split("\\s+", -1));
    }

    private static String reason(IllegalArgumentException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Excerpt.bare(String.valueOf(root.getMessage()));
    }
}
