package io.audienceroutes.diagnosis;

import java.util.Locale;

/** What a check came to; the later, the worse. */
public enum Verdict {
    /** Deliveries can work as far as this goes. */
    FINE,
    /** It cannot be told from here; the answer says who can tell. */
    UNKNOWN,
    /** Deliveries work, and something will stand in their way soon. */
    WARNING,
    /** Deliveries cannot work until it is mended. */
    FAULT;

    /** The word that people and JSON read, such as {@code fine}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
