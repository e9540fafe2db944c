package io.audienceroutes.workflow;

import io.audienceroutes.audience.MemberRecords;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The stored result of the Compare stage.
 *
 * @param run the number of this comparison, which no other has; 0 until it is stored
 * @param audienceId TikTok's id of the audience that it was made for
 * @param generations by id schema, the generations that the audience had; none for a schema that it had no members of
 * @param schemas one entry an id schema
 * @param addedEarlier identifiers that this workflow had added before it compared again
 * @param removedEarlier members that this workflow had removed before it compared again
 */
public record Comparison(
        long run,
        Optional<String> audienceId,
        Map<String, Long> generations,
        List<SchemaComparison> schemas,
        long addedEarlier,
        long removedEarlier) {
    public Comparison {
        audienceId = audienceId == null ? Optional.empty() : audienceId;
        generations = generations == null ? Map.of() : Map.copyOf(generations);
        schemas = List.copyOf(schemas);
    }

    /** A comparison that was undone: what it delivered stays counted. */
    static Comparison taken(long added, long removed) {
        return new Comparison(0, Optional.empty(), Map.of(), List.of(), added, removed);
    }

    Comparison numbered(long number) {
        return new Comparison(number, audienceId, generations, schemas, addedEarlier, removedEarlier);
    }

    /**
     * Whether it is outdated: the name refers to another TikTok audience, or another workflow, or another run of this
     * one, has changed the audience since.
     */
    public boolean overtaken(MemberRecords.AudienceMembers now) {
        if (schemas.isEmpty()) {
            return false;
        }
        return !audienceId.equals(now.audienceId())
                || now.snapshots().stream()
                        .filter(snapshot -> snapshot.run() != run)
                        .anyMatch(
                                snapshot -> snapshot.generation() != generations.getOrDefault(snapshot.idSchema(), 0L))
                || generations.keySet().stream()
                        .anyMatch(schema -> now.snapshots().stream()
                                .noneMatch(snapshot -> snapshot.idSchema().equals(schema)));
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

    /** Our identifiers that are already in the audience, over all id schemas. */
    public long unchanged() {
        return sum(SchemaComparison::unchanged);
    }

    /** Identifiers to remove that were never added, over all id schemas. */
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

    /** The same list against an audience without our members. */
    public Comparison asIfEmpty() {
        return new Comparison(
                run,
                Optional.empty(),
                Map.of(),
                schemas.stream().map(SchemaComparison::asIfEmpty).toList(),
                addedEarlier,
                removedEarlier);
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
     * @param keptForOthers members that are missing in this list but are in the last list of another destination
     * @param suppressed distinct identifiers of those who opted out
     * @param removedForOptOut those of {@code removes} that opted out
     * @param adds distinct identifiers to add
     * @param removes distinct members to remove
     * @param removesInDoubt those of {@code removes} whose addition TikTok never confirmed
     * @param addsFile the change file of the additions, relative to the workflow's folder
     * @param removesFile the change file of the removals
     * @param nextFile the list itself, sorted and distinct
     * @param generation the snapshot generation compared with; 0 where there was none
     * @param rebuilt whether the snapshot was lost, so that the whole list is added and nothing removed
     * @param listChecksum of the list itself, which outlives its file
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
            long removesInDoubt,
            String addsFile,
            String removesFile,
            String nextFile,
            long generation,
            boolean rebuilt,
            String listChecksum) {
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
                    0,
                    addsFile,
                    removesFile,
                    nextFile,
                    0,
                    rebuilt,
                    listChecksum);
        }
    }
}
