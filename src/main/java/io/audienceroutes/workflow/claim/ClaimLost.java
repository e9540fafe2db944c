package io.audienceroutes.workflow.claim;

/**
 * This process no longer holds the workflow: it was paused beyond its lease, and another process has taken the workflow
 * over. What it still does for the workflow is dropped; nothing of it is a failure of the workflow.
 */
public final class ClaimLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Names the workflow. */
    public ClaimLost(String workflowId) {
        super(
                "This process no longer holds workflow " + workflowId + ": its lease expired, and another process"
                        + " has taken it over. This process sends and stores nothing more for it. To see it, run:"
                        + " audience-routes workflows show " + workflowId,
                null,
                false,
                false);
    }
}
