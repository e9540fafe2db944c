package io.audienceroutes.workflow;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What the Compare stage found, as the workflow keeps it.
 *
 * @param schemas one entry an id schema
 * @param addedEarlier identifiers that this workflow had added before it compared again
 * @param removedEarlier members that this workflow had removed before it compared again
 */
public record Comparison(List<SchemaComparison> schemas, long addedEarlier, long removedEarlier) {
    public Comparison {
        schemas = List.copyOf(schemas);
    }

    /** A comparison that was taken back: what was delivered by it stays counted. */
    static Comparison taken(long added, long removed) {
        return new Comparison(List.of(), added, removed);
    }

    /** Identifiers to add, over all id schemas. */
    public long adds() {
        return sum(SchemaComparison::adds);
    }

    /** Members to remove, over all id schemas. */
    public long removes() {
        return sum(SchemaComparison::removes);
    }

    /** Identifiers listed more than once, over all id schemas. */
    public long duplicates() {
        return sum(SchemaComparison::duplicates);
    }

    /** Identifiers that the audience already holds of ours, over all id schemas. */
    public long unchanged() {
        return sum(SchemaComparison::unchanged);
    }

    /** Identifiers that were to be removed and never put there, over all id schemas. */
    public long notPresent() {
        return sum(SchemaComparison::notPresent);
    }

    /** Members that the last list of another destination keeps, over all id schemas. */
    public long keptForOthers() {
        return sum(SchemaComparison::keptForOthers);
    }

    /** Identifiers that are left out because their people opted out, over all id schemas. */
    public long suppressed() {
        return sum(SchemaComparison::suppressed);
    }

    /** Members to remove because they opted out, over all id schemas. */
    public long removedForOptOut() {
        return sum(SchemaComparison::removedForOptOut);
    }

    /** The same list against an audience that holds nothing of ours. */
    public Comparison asIfEmpty() {
        return new Comparison(schemas.stream().map(SchemaComparison::asIfEmpty).toList(), addedEarlier, removedEarlier);
    }

    private long sum(ToLongFunction<SchemaComparison> figure) {
        return schemas.stream().mapToLong(figure).sum();
    }

    /**
     * One id schema's figures.
     *
     * @param idSchema TikTok's name of the schema
     * @param duplicates identifiers listed more than once
     * @param unchanged distinct identifiers that the current snapshot already holds
     * @param notPresent distinct identifiers that are to be removed and that this product never put there
     * @param keptForOthers members that this list lacks and the last list of another destination holds
     * @param suppressed distinct identifiers of those who opted out
     * @param removedForOptOut those of {@code removes} that opted out
     * @param adds distinct identifiers to add
     * @param removes distinct members to remove
     * @param addsFile the change file of the additions, relative to the workflow's folder
     * @param removesFile the change file of the removals
     * @param nextFile the list itself, sorted and distinct
     * @param generation the snapshot generation compared with; 0 where there was none
     * @param rebuilt whether the snapshot was lost, so that the whole list is added and nothing removed
     */
    public record SchemaComparison(
            String idSchema,
            long duplicates,
            long unchanged,
            long notPresent,
            long keptForOthers,
            long suppressed,
            long removedForOptOut,
            long adds,
            long removes,
            String addsFile,
            String removesFile,
            String nextFile,
            long generation,
            boolean rebuilt) {
        private SchemaComparison asIfEmpty() {
            return new SchemaComparison(
                    idSchema,
                    duplicates,
                    0,
                    notPresent,
                    0,
                    suppressed,
                    0,
                    adds + unchanged,
                    0,
                    addsFile,
                    removesFile,
                    nextFile,
                    0,
                    rebuilt);
        }
    }
}
