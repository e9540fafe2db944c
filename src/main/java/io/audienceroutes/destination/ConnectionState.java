package io.audienceroutes.destination;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether the connection of a destination to TikTok can work, as it was last checked.
 *
 * @param credential the credential that the destination named then
 * @param since when it came into this state
 * @param checkedAt when the last check began; empty before the first one
 * @param finding what stands in the way, or why it cannot be told; empty while all is well
 * @param nextCheck when it is checked again by itself
 */
public record ConnectionState(
        String destination,
        String credential,
        State state,
        Instant since,
        Optional<Instant> checkedAt,
        Optional<Finding> finding,
        Optional<Instant> nextCheck) {

    /** The states of a connection. */
    public enum State {
        /** The check of this start is not over: nothing is taken yet. */
        UNCHECKED(false),
        /** Nothing stands in the way. */
        VALID(true),
        /** It cannot be told, mostly because TikTok does not answer: a delivery waits by itself until it does. */
        UNKNOWN(true),
        /** A person has to mend something first. */
        NOT_VALID(false);

        private final boolean polls;

        State(boolean polls) {
            this.polls = polls;
        }

        /** Whether files are taken from the source meanwhile. */
        public boolean polls() {
            return polls;
        }
    }

    /**
     * What a check found, for people.
     *
     * @param question what was asked, such as {@code Access token}
     * @param remedy what to do; empty where nobody has to do anything
     * @param action the workflow action that it is; empty where none is
     */
    public record Finding(String question, String message, Optional<String> remedy, Optional<String> action) {
        public Finding {
            Objects.requireNonNull(question);
            Objects.requireNonNull(message);
        }
    }

    /** Whether the same thing stands in the way as before. */
    boolean sameFault(State now, Optional<Finding> found) {
        return state == now && finding.map(Finding::question).equals(found.map(Finding::question));
    }
}
