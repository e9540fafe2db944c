package io.audienceroutes.workflow;

import io.audienceroutes.workflow.claim.FenceNumbers;
import org.jdbi.v3.core.Handle;

/** The fencing numbers in the rows of workflows. */
final class WorkflowFences implements FenceNumbers {
    @Override
    public long next(Handle handle, String workflowId) {
        return WorkflowRepository.nextFence(handle, workflowId);
    }

    @Override
    public long newest(Handle handle, String workflowId) {
        return WorkflowRepository.fence(handle, workflowId);
    }

    @Override
    public boolean isNewest(Handle handle, String workflowId, long fence, String stage) {
        return WorkflowRepository.isClaimed(handle, workflowId, fence, stage);
    }
}
