package io.audienceroutes.simulator;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A checked batch of {@code segment/mapping/}.
 *
 * @param advertiserIds the advertisers that the audiences may belong to
 * @param delete whether members are removed instead of added
 * @param schema the kind of id at each position of a row
 * @param columns the ids at each position; fewer than the schema if no row has the last ones
 * @param rows how many users the batch names
 * @param shortestRow the least number of entries in a row
 * @param longestRow the largest number of entries in a row
 */
record MappingBatch(
        List<String> advertiserIds,
        boolean delete,
        List<IdSchema> schema,
        List<MappingColumn> columns,
        int rows,
        int shortestRow,
        int longestRow) {
    /** Users in one request, as Braze quotes TikTok (tiktok-api.md section 1.4). */
    static final int MOST_ROWS = 10_000;

    /** Refuses a batch that is too large, misaligned or not hashed, in this order. */
    void requireSound(int mostRows) {
        if (rows > mostRows) {
            throw Refusal.batchTooLarge(mostRows);
        }
        if (shortestRow != schema.size() || longestRow != schema.size()) {
            throw Refusal.parameter(
                    "batch_data",
                    "Every row must have " + schema.size() + " entries, one for each id_schema, but rows have "
                            + shortestRow + " to " + longestRow + ".");
        }
        for (int position = 0; position < columns.size(); position++) {
            if (!columns.get(position).fits(schema.get(position))) {
                throw Refusal.notHashed();
            }
        }
    }

    /** Whether one of the ids is among these. */
    boolean holdsAny(Set<String> ids) {
        return !ids.isEmpty() && columns.stream().anyMatch(column -> column.holdsAny(ids));
    }

    Set<String> audienceIds() {
        Set<String> ids = new LinkedHashSet<>();
        columns.forEach(column -> ids.addAll(column.audienceIds()));
        return ids;
    }

    /** Changes the members of one audience. */
    void applyTo(Audience audience) {
        for (int position = 0; position < columns.size(); position++) {
            MemberSet members = audience.members(schema.get(position));
            columns.get(position).withDigests(audience.id(), digests -> {
                if (delete) {
                    digests.removeFrom(members);
                } else {
                    digests.addTo(members);
                }
            });
        }
    }
}
