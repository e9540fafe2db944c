package io.audienceroutes.workflow;

/** The state of one task of a workflow. */
public enum TaskState {
    RUNNING,
    SUCCEEDED,
    FAILED,
    /** The stage continues with it after a wait or an approval. */
    WAITING,
    SKIPPED
}
