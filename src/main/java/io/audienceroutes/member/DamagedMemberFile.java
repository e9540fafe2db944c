package io.audienceroutes.member;

import java.nio.file.Path;

/**
 * A file of the member store is missing, unfinished, or not what was written. Raised before anything is made from it, so
 * that a damaged file never adds or removes a member.
 */
public final class DamagedMemberFile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final String found;

    DamagedMemberFile(Path file, String expected, String found, String remedy) {
        super("Could not read member file " + file + ": expected " + expected + ", found " + found + ". " + remedy);
        this.file = file;
        this.found = "member file " + file + " holds " + found + " instead of " + expected;
    }

    /** What was found instead of what was written, as half a sentence. */
    public String found() {
        return found;
    }

    /** The file, for the task that shows the error. */
    public Path file() {
        return file;
    }
}
