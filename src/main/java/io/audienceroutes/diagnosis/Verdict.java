package io.audienceroutes.diagnosis;

import java.util.Locale;

/** The result of a check; later constants are worse. */
public enum Verdict {
    /** This check found no problem. */
    FINE,
    /** It cannot be determined; the result says how to find out. */
    UNKNOWN,
    /** Deliveries work, but a problem is near. */
    WARNING,
    /** Deliveries cannot work until it is fixed. */
    FAULT;

    /** The name in text and JSON, such as {@code fine}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
