package io.audienceroutes.workflow;

import java.time.Instant;
import java.util.Optional;

/**
 * One file of a workflow that has several, or that shares one with other workflows.
 *
 * @param name the file's base name
 * @param group the group of its campaign; empty where the file holds several
 * @param sha256 lower-case hexadecimal SHA-256 of its bytes
 * @param stagedAs the workflow that received it, which names its staged copy
 * @param replaced whether a newer file of the same group counts in its place
 */
public record WorkflowFile(
        String name,
        Optional<String> group,
        String sha256,
        long bytes,
        Instant arrivedAt,
        String stagedAs,
        boolean replaced) {
    /** The file in one line, for people. */
    public String describe() {
        return name + group.map(of -> ", group " + of).orElse("") + ", " + bytes + " bytes, SHA-256 " + sha256
                + (replaced ? ", replaced by a newer file of its group" : "");
    }
}
