package io.audienceroutes.people;

/**
 * Who sends a request, as it was authenticated.
 *
 * @param name the name of the person or of the API token
 * @param restrictPii whether personal data is hidden, and nothing that handles it may be done
 */
public record Principal(String name, Role role, boolean restrictPii, Kind kind) {
    /** Who can be authenticated. */
    public enum Kind {
        /** Somebody with a session. */
        PERSON,
        /** A program with an API token. */
        TOKEN
    }

    /** The text by which the audit log names the principal. */
    public String actor() {
        return kind == Kind.PERSON ? name : "token:" + name;
    }

    /** Whether the principal may do what this role may. */
    public boolean may(Role needed) {
        return role.covers(needed);
    }

    /** Whether the principal may see personal data, and deliver, upload, approve, resolve or retry. */
    public boolean mayHandlePersonalData() {
        return !restrictPii;
    }
}
