package io.audienceroutes.workflow;

import java.time.Instant;

/** One entry of the append-only audit: what happened to a workflow, when, and through whom. */
public record WorkflowEvent(
        long sequence, String workflowId, Instant at, String kind, String actor, String detail, String hash) {}
