package io.audienceroutes.destination;

/** What identifies a customer in a segment file. */
public enum UserIdType {
    EMAIL("email"),
    PHONE("phone");

    private final String defaultColumn;

    UserIdType(String defaultColumn) {
        this.defaultColumn = defaultColumn;
    }

    /** The header of this type's column where the destination names none. */
    public String defaultColumn() {
        return defaultColumn;
    }
}
