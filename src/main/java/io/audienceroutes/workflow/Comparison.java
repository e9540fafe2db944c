package io.audienceroutes.workflow;

import java.util.List;

/**
 * What the Compare stage found, as the workflow keeps it.
 *
 * @param schemas one entry an id schema
 * @param addedEarlier identifiers that this workflow had delivered before it compared again
 */
public record Comparison(List<SchemaComparison> schemas, long addedEarlier) {
    public Comparison {
        schemas = List.copyOf(schemas);
    }

    /** Identifiers to add, over all id schemas. */
    public long adds() {
        return schemas.stream().mapToLong(SchemaComparison::adds).sum();
    }

    /** Identifiers listed more than once, over all id schemas. */
    public long duplicates() {
        return schemas.stream().mapToLong(SchemaComparison::duplicates).sum();
    }

    /** Identifiers that the audience already holds of ours, over all id schemas. */
    public long unchanged() {
        return schemas.stream().mapToLong(SchemaComparison::unchanged).sum();
    }

    /**
     * One id schema's figures.
     *
     * @param idSchema TikTok's name of the schema
     * @param duplicates identifiers listed more than once
     * @param unchanged distinct identifiers that the current snapshot already holds
     * @param adds distinct identifiers to add
     * @param addsFile the change file that holds them, relative to the workflow's folder
     * @param generation the snapshot generation compared with; 0 where there was none
     */
    public record SchemaComparison(
            String idSchema, long duplicates, long unchanged, long adds, String addsFile, long generation) {}
}
