package io.audienceroutes.source;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How the source of a destination was found.
 *
 * @param place what is looked into, for people; no secret
 * @param since when it came into this state
 * @param lookedAt when it was last looked into
 * @param waiting files that were seen there and are not taken yet, because they may still be written
 * @param failures failed looks in a row
 * @param condition what is wrong, as the error catalogue knows it
 * @param message what is wrong, for people
 * @param nextTry when a source that is down is looked into again; empty when that is at its usual interval
 * @param leftAlone files that lie there and are not taken, by name, each with the reason; the first thousand
 */
public record SourceState(
        String destination,
        String place,
        State state,
        Instant since,
        Optional<Instant> lookedAt,
        int waiting,
        int failures,
        Optional<String> condition,
        Optional<String> message,
        Optional<Instant> nextTry,
        Map<String, String> leftAlone) {
    public SourceState {
        leftAlone = Collections.unmodifiableMap(new TreeMap<>(leftAlone));
    }

    /** The states of a source. */
    public enum State {
        /** Nobody looked yet. */
        NEW,
        /** The last look went well. */
        UP,
        /** The last look failed. */
        DOWN
    }
}
