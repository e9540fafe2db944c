package io.audienceroutes.member;

import java.nio.file.Path;

/**
 * A file of the member store is missing, incomplete or corrupted. Thrown before it is used, so that a damaged file
 * never adds or removes a member.
 */
public final class DamagedMemberFile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final String found;

    DamagedMemberFile(Path file, String expected, String found, String remedy) {
        super("Could not read member file " + file + ": expected " + expected + ", but found " + found + ". " + remedy);
        this.file = file;
        this.found = "member file " + file + " contains " + found + " instead of " + expected;
    }

    /** What was found instead, as part of a sentence. */
    public String found() {
        return found;
    }

    /** The file, for the task that shows the error. */
    public Path file() {
        return file;
    }
}
