package io.audienceroutes.destination;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether the connection of a destination to TikTok works, according to the last check.
 *
 * @param credential the destination's credential at that time
 * @param since since when it is in this state
 * @param checkedAt when the last check began; empty before the first one
 * @param finding the problem, or why the state is unknown; empty if there is none
 * @param nextCheck when it is checked again automatically
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
        /** The first check after the start has not finished: no file is picked up yet. */
        UNCHECKED(false),
        /** No problem was found. */
        VALID(true),
        /** The state is unknown, usually because TikTok does not respond: deliveries wait until it does. */
        UNKNOWN(true),
        /** An operator has to fix a problem first. */
        NOT_VALID(false);

        private final boolean polls;

        State(boolean polls) {
            this.polls = polls;
        }

        /** Whether files are picked up from the source in this state. */
        public boolean polls() {
            return polls;
        }
    }

    /**
     * The result of a check, as text.
     *
     * @param question what was checked, such as {@code Access token}
     * @param remedy what to do; empty if no action is needed
     * @param action the matching workflow action, if any
     */
    public record Finding(String question, String message, Optional<String> remedy, Optional<String> action) {
        public Finding {
            Objects.requireNonNull(question);
            Objects.requireNonNull(message);
        }
    }

    /** Whether the problem is the same as before. */
    boolean sameFault(State now, Optional<Finding> found) {
        return state == now && finding.map(Finding::question).equals(found.map(Finding::question));
    }
}
