package io.audienceroutes.catalog;

import java.util.Locale;

/** What a delivery does about an error. */
public enum ErrorKind {
    /** Too many calls in a second: again after the second. */
    THROTTLED_SECOND,
    /** Too many calls in a minute: again after five minutes. */
    THROTTLED_MINUTE,
    /** Too many calls in a day: again at 00:00 UTC. */
    THROTTLED_DAY,
    /** Nothing was changed, and it may pass: again with growing pauses. */
    TRANSIENT,
    /** It may or may not have been carried out: a batch again, a creation only after a look. */
    EFFECT_UNKNOWN,
    /** The audience does not take changes yet: again soon, for some minutes. */
    NOT_READY,
    /** Something in the batch is refused: divided until it is found. */
    CONTENT,
    /** A person has to do something. */
    PERMANENT;

    /** The name in the error catalogue, such as {@code throttled-second}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ErrorKind of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
