package io.audienceroutes.workflow;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What a workflow is there for. */
public enum WorkflowType {
    /** A segment file is delivered. */
    SEGMENT_FILE("segment-file"),
    /** Some members of a list go ahead of it, for a person to look at. */
    SAMPLE("sample"),
    /** The audience of a sample is deleted, because its time is over. */
    SAMPLE_REMOVAL("sample-removal"),
    /** What a delivery would do is found out; nothing is sent. */
    PLAN("plan");

    private final String id;

    WorkflowType(String id) {
        this.id = id;
    }

    /** The word in the database and in JSON, for example {@code segment-file}. */
    @JsonValue
    public String id() {
        return id;
    }

    /** The type with this word. */
    @JsonCreator
    public static WorkflowType of(String id) {
        return Arrays.stream(values())
                .filter(type -> type.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no workflow type " + id));
    }
}
