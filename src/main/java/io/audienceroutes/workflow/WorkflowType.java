package io.audienceroutes.workflow;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.audienceroutes.state.StoredWord;
import java.util.Arrays;

/** What a workflow is there for. */
public enum WorkflowType implements StoredWord {
    /** A segment file is delivered. */
    SEGMENT_FILE("segment-file"),
    /** The files of a campaign are delivered as one list. */
    CAMPAIGN("campaign"),
    /** Waits for a missing file. */
    EXPECTED_FILE("expected-file"),
    /** Some members of a list are sent first, for review. */
    SAMPLE("sample"),
    /** The expired audience of a sample is deleted. */
    SAMPLE_REMOVAL("sample-removal"),
    /** Determines what a delivery would do; sends nothing. */
    PLAN("plan");

    private final String id;

    WorkflowType(String id) {
        this.id = id;
    }

    /** The word in the database and in JSON, for example {@code segment-file}. */
    @Override
    @JsonValue
    public String id() {
        return id;
    }

    /** Whether a list is delivered, as opposed to a sample, its removal, a plan or a missing file. */
    public boolean deliversList() {
        return this == SEGMENT_FILE || this == CAMPAIGN;
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
