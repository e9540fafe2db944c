package io.audienceroutes.workflow;

/**
 * How a file arrived.
 *
 * @param fileName its base name, control characters escaped
 * @param explicit requested by command
 * @param startedBy the user's name, or the pick-up's route id
 * @param type the type of workflow
 */
public record Arrival(String fileName, boolean explicit, String startedBy, WorkflowType type) {
    /** A file to deliver. */
    public Arrival(String fileName, boolean explicit, String startedBy) {
        this(fileName, explicit, startedBy, WorkflowType.SEGMENT_FILE);
    }
}
