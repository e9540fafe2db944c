package io.audienceroutes.source;

import io.audienceroutes.state.Json;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The state of a destination's source.
 *
 * @param place the location, as text without secrets
 * @param since since when it is in this state
 * @param lookedAt the time of the last poll
 * @param waiting files that were seen but not picked up yet, because they may still be written
 * @param failures consecutive failed polls
 * @param condition the condition in the error catalogue
 * @param message the problem, as text
 * @param nextTry when a source that is down is polled again; empty for its usual interval
 * @param leftAlone files that are not picked up, by name with the reason; the first thousand
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
        @Json Map<String, String> leftAlone) {
    public SourceState {
        leftAlone = Collections.unmodifiableMap(new TreeMap<>(leftAlone));
    }

    /** The states of a source. */
    public enum State {
        /** It has not been polled yet. */
        NEW,
        /** The last poll succeeded. */
        UP,
        /** The last poll failed. */
        DOWN
    }
}
