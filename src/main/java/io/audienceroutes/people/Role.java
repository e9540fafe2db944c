package io.audienceroutes.people;

import java.util.Locale;

/** What somebody may do in the console and the API; each role may do all that the ones before it may. */
public enum Role {
    /** Sees what there is. */
    VIEWER,
    /** Delivers files and resolves failed workflows. */
    USER,
    /** Changes destinations, credentials and alerts. */
    OPERATOR,
    /** Manages people and API tokens. */
    ADMIN;

    /** Whether this role may do what the other one may. */
    public boolean covers(Role other) {
        return compareTo(other) >= 0;
    }

    /** The word for people and programs, for example {@code viewer}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
