package io.audienceroutes.state;

/** An enum whose constants are stored by a word of their own instead of by their names in Java. */
public interface StoredWord {
    /** The word in the database. */
    String id();
}
