package io.audienceroutes.source;

import io.audienceroutes.destination.SourceHandling;
import io.audienceroutes.destination.SourceHandling.Ready;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which files were unchanged for long enough, from poll to poll: no thread waits for a file, and ten thousand settle
 * together. The source's clock is never compared with ours.
 *
 * <p>An empty file has to settle longer: many writers create the file first and write later.
 */
final class Arrivals {
    private static final int MOST_FILES = 100_000;
    private static final int EMPTY_FACTOR = 6;

    /** A file that changed for longer than this many settle times is no longer waited for, only checked again. */
    private static final int PATIENCE_FACTOR = 3;

    /**
     * A file whose size was unchanged for this many settle times, but which never settled, has a modification time that
     * is always now.
     */
    private static final int RESTLESS_FACTOR = 60;

    private final boolean settling;
    private final Duration settle;
    private final Clock clock;
    private final Map<String, Seen> seen = new HashMap<>();
    private int look;

    Arrivals(SourceHandling handling, Clock clock) {
        this(handling.ready() == Ready.SETTLE, Duration.ofSeconds(handling.settleSeconds()), clock);
    }

    Arrivals(boolean settling, Duration settle, Clock clock) {
        this.settling = settling;
        this.settle = settle;
        this.clock = clock;
    }

    /** A new poll begins. */
    void begin() {
        look++;
    }

    /** Whether this file, as listed now, has been unchanged for the settle time. */
    boolean settled(String path, FileStamp stamp) {
        if (!settling) {
            return true;
        }
        Instant now = clock.instant();
        Seen before = seen.get(path);
        if (before == null && seen.size() >= MOST_FILES) {
            return false;
        }
        if (before == null || !before.stamp().equals(stamp)) {
            Instant first = before == null ? now : before.first();
            boolean longer = before == null || before.stamp().length() != stamp.length();
            seen.put(path, new Seen(stamp, now, first, longer ? now : before.asLong(), look));
            return false;
        }
        seen.put(path, new Seen(stamp, before.since(), before.first(), before.asLong(), look));
        return !before.since().plus(timeFor(stamp)).isAfter(now);
    }

    /** The poll has ended: files that were not listed are dropped. Returns how many files may settle soon. */
    int end() {
        seen.values().removeIf(file -> file.look() != look);
        Instant now = clock.instant();
        return (int) seen.values().stream()
                .filter(file -> file.first()
                        .plus(timeFor(file.stamp()).multipliedBy(PATIENCE_FACTOR))
                        .isAfter(now))
                .count();
    }

    /** The paths of this poll whose size was unchanged for a long time while their time kept changing. */
    List<String> restless() {
        Instant now = clock.instant();
        return seen.entrySet().stream()
                .filter(file -> file.getValue().look() == look)
                .filter(file -> file.getValue()
                        .since()
                        .plus(timeFor(file.getValue().stamp()))
                        .isAfter(now))
                .filter(file -> !file.getValue()
                        .asLong()
                        .plus(settle.multipliedBy(RESTLESS_FACTOR))
                        .isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The file was picked up: another one with its name is a new file. */
    void forget(String path) {
        seen.remove(path);
    }

    private Duration timeFor(FileStamp stamp) {
        return stamp.length() == 0 ? settle.multipliedBy(EMPTY_FACTOR) : settle;
    }

    private record Seen(FileStamp stamp, Instant since, Instant first, Instant asLong, int look) {}
}
