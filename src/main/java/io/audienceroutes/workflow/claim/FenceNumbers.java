package io.audienceroutes.workflow.claim;

import org.jdbi.v3.core.Handle;

/** The fencing numbers of workflows, where they are stored: with the workflows, which this room does not know. */
public interface FenceNumbers {
    /** One more claim of the workflow begins; answers its number. */
    long next(Handle handle, String workflowId);

    /** The number of the newest claim; 0 where there is no such workflow. */
    long newest(Handle handle, String workflowId);

    /** Whether this is the newest claim, and the workflow is in this stage. */
    boolean isNewest(Handle handle, String workflowId, long fence, String stage);
}
