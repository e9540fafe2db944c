package io.audienceroutes.workflow;

/** The state of one task of a workflow. */
public enum TaskState {
    RUNNING,
    SUCCEEDED,
    FAILED,
    SKIPPED
}
