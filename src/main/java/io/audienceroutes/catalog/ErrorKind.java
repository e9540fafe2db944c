package io.audienceroutes.catalog;

import java.util.Locale;

/** What a delivery does about an error. */
public enum ErrorKind {
    /** Too many calls in a second: retried after a second. */
    THROTTLED_SECOND,
    /** Too many calls in a minute: retried after five minutes. */
    THROTTLED_MINUTE,
    /** Too many calls in a day: retried at 00:00 UTC. */
    THROTTLED_DAY,
    /** Nothing was changed, and the problem may be temporary: retried with increasing delays. */
    TRANSIENT,
    /** The call may or may not have been executed: a batch is sent again, a creation only after a look-up. */
    EFFECT_UNKNOWN,
    /** The audience does not accept changes yet: retried soon, for some minutes. */
    NOT_READY,
    /** Part of the batch is refused: the batch is divided until that part is found. */
    CONTENT,
    /** An operator has to act. */
    PERMANENT;

    /** The name in the error catalogue, such as {@code throttled-second}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ErrorKind of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
