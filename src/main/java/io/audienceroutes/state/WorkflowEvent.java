package io.audienceroutes.state;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** One entry of the append-only audit log: what happened to a workflow, when, and through whom. */
public record WorkflowEvent(
        long sequence, String workflowId, Instant at, String kind, String actor, String detail, String hash) {
    /** The details by name, in the order of their names. */
    public Map<String, String> details() {
        return StoredJson.read(detail, new TypeReference<TreeMap<String, String>>() {});
    }
}
