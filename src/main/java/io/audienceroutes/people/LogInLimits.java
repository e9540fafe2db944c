package io.audienceroutes.people;

import io.audienceroutes.state.Sha256;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * How often somebody may try to log in: after some failures, a name or an address is locked for a minute, and twice as
 * long after each further one. Names that nobody has are locked like others. Attempts are counted before the password is
 * checked, so that attempts at the same time cannot exceed the limit.
 */
final class LogInLimits {
    private static final Duration FIRST_LOCK = Duration.ofMinutes(1);
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(24);
    private static final int NETWORK_BYTES = 8;
    private static final int MOST_CHARS = 200;

    private final Clock clock;

    LogInLimits(Clock clock) {
        this.clock = clock;
    }

    /** Whose failures are counted. */
    private enum Kind {
        NAME(5, Duration.ofMinutes(15)),
        /** Many people may share an address. */
        ADDRESS(20, Duration.ofHours(1));

        private final int free;
        private final Duration longest;

        Kind(int free, Duration longest) {
            this.free = free;
            this.longest = longest;
        }

        Duration lockAfter(int failures) {
            if (failures < free) {
                return Duration.ZERO;
            }
            Duration lock = FIRST_LOCK.multipliedBy(1L << Math.min(failures - free, 20));
            return lock.compareTo(longest) > 0 ? longest : lock;
        }
    }

    /**
     * One attempt.
     *
     * @param lockedFor how long none may be made; empty where this one may
     * @param locks whether another one must wait if this one fails
     */
    record Attempt(Optional<Duration> lockedFor, boolean locks) {}

    /** Counts an attempt as failed, unless it may not be made. */
    Attempt begin(Handle handle, String name, String address) {
        Instant now = clock.instant();
        handle.createUpdate("""
                            DELETE FROM log_in_attempt
                            WHERE last_at <= :old
                            """).bind("old", now.minus(FORGOTTEN_AFTER)).execute();
        List<Subject> subjects = subjects(handle, name, address);
        Duration locked = subjects.stream()
                .map(subject -> lockedFor(handle, subject, now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        if (!locked.isZero()) {
            return new Attempt(Optional.of(locked), false);
        }
        boolean locks = false;
        for (Subject subject : subjects) {
            Duration lock = subject.kind().lockAfter(subject.failures() + 1);
            write(handle, subject, subject.failures() + 1, now, now.plus(lock));
            locks |= !lock.isZero();
        }
        return new Attempt(Optional.empty(), locks);
    }

    /** The attempt did not fail: the name is free, and the address has one failure less. */
    void succeeded(Handle handle, String name, String address) {
        forget(handle, name);
        subjects(handle, name, address).stream()
                .filter(subject -> subject.kind() == Kind.ADDRESS && subject.failures() > 0)
                .forEach(subject -> write(handle, subject, subject.failures() - 1, clock.instant(), clock.instant()));
    }

    /** The name is free again. */
    void forget(Handle handle, String name) {
        handle.createUpdate("""
                            DELETE FROM log_in_attempt
                            WHERE subject = :subject
                            """).bind("subject", ofName(name)).execute();
    }

    private Duration lockedFor(Handle handle, Subject subject, Instant now) {
        Duration left = Duration.between(now, subject.lockedUntil());
        if (left.isNegative() || left.isZero()) {
            return Duration.ZERO;
        }
        Duration longest = subject.kind().lockAfter(subject.failures());
        if (left.compareTo(longest) <= 0) {
            return left;
        }
        // The clock was set back since: no lock is longer than it was meant to be
        write(handle, subject, subject.failures(), now, now.plus(longest));
        return longest;
    }

    private static List<Subject> subjects(Handle handle, String name, String address) {
        return List.of(find(handle, Kind.NAME, ofName(name)), find(handle, Kind.ADDRESS, ofAddress(address)));
    }

    private static Subject find(Handle handle, Kind kind, String subject) {
        return handle.createQuery("""
                            SELECT failures, locked_until
                            FROM log_in_attempt
                            WHERE subject = :subject
                            """)
                .bind("subject", subject)
                .mapTo(Stored.class)
                .findOne()
                .map(stored -> new Subject(kind, subject, stored.failures(), stored.lockedUntil()))
                .orElse(new Subject(kind, subject, 0, Instant.EPOCH));
    }

    private record Stored(int failures, Instant lockedUntil) {}

    private static void write(Handle handle, Subject subject, int failures, Instant now, Instant lockedUntil) {
        handle.createUpdate("""
                            INSERT INTO log_in_attempt (subject, failures, last_at, locked_until)
                            VALUES (:subject, :failures, :now, :until)
                            ON CONFLICT (subject) DO UPDATE
                            SET failures = :failures,
                              last_at = :now,
                              locked_until = :until
                            """)
                .bind("subject", subject.id())
                .bind("failures", failures)
                .bind("now", now)
                .bind("until", lockedUntil)
                .execute();
    }

    private static String ofName(String name) {
        return "name:" + Sha256.hex(name.strip().toLowerCase(Locale.ROOT));
    }

    /** An IPv6 network counts as one address: whoever has one address of it has all. */
    private static String ofAddress(String address) {
        String text = address.substring(0, Math.min(address.length(), MOST_CHARS));
        if (text.indexOf(':') < 0) {
            return "address:" + text;
        }
        try {
            // With a colon in it, the text is an address, or is refused: no name is looked up
            InetAddress found = InetAddress.getByName(text);
            return found instanceof Inet6Address
                    ? "network:" + HexFormat.of().formatHex(Arrays.copyOf(found.getAddress(), NETWORK_BYTES))
                    : "address:" + found.getHostAddress();
        } catch (UnknownHostException e) {
            return "address:" + text;
        }
    }

    private record Subject(Kind kind, String id, int failures, Instant lockedUntil) {}
}
