package io.audienceroutes.workflow;

/**
 * How a file arrived.
 *
 * @param fileName its base name, control characters escaped
 * @param explicit asked for by a person
 * @param startedBy a person's name, or the pick-up's route id
 * @param type what is to be done with it
 */
public record Arrival(String fileName, boolean explicit, String startedBy, WorkflowType type) {
    /** A file to deliver. */
    public Arrival(String fileName, boolean explicit, String startedBy) {
        this(fileName, explicit, startedBy, WorkflowType.SEGMENT_FILE);
    }
}
