package io.audienceroutes.segment;

import io.audienceroutes.segment.ColumnCells.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Turns the rows of one segment file into digests and rejects, chunk by chunk. The route {@code prepare-members} calls
 * it, with several chunks at once if it likes: nothing is shared between two calls.
 */
public final class RowPreparation {
    private final PreparationRules rules;
    private final int[] positions;
    private final int width;
    private final String allColumns;

    /**
     * Finds the configured columns in the header; raises {@link SegmentFileRefused} {@code MISSING_COLUMN}, naming every
     * missing one and those found, or {@code DUPLICATE_COLUMN}.
     */
    public RowPreparation(PreparationRules rules, List<String> header) {
        HeaderLine headerLine = new HeaderLine(header);
        this.rules = rules;
        this.positions = headerLine.positions(rules.columns());
        this.width = headerLine.width();
        this.allColumns = rules.columns().stream().map(IdentifierColumn::column).collect(Collectors.joining(","));
    }

    /** Prepares one chunk. A row that is shorter than the header has empty cells for the rest. */
    public PreparedChunk prepare(RowChunk chunk) {
        List<RejectedCell> rejects = new ArrayList<>();
        ChunkDigests digests = new ChunkDigests(rules.types(), chunk.rows().size());
        List<ColumnCells> columns = columns(digests, rejects);
        long accepted = 0;
        long longer = 0;
        for (int i = 0; i < chunk.lines().length; i++) {
            List<String> row = chunk.rows().get(i);
            accepted += takeRow(chunk.lines()[i], row, columns, rejects) ? 1 : 0;
            longer += row.size() > width ? 1 : 0;
        }
        return new PreparedChunk(
                chunk.sequence(),
                tally(chunk.rows().size(), accepted, longer, columns, rejects),
                digests.toArrays(),
                rejects);
    }

    /** Takes the identifiers of one row, and says whether there was at least one. */
    private boolean takeRow(long line, List<String> row, List<ColumnCells> columns, List<RejectedCell> rejects) {
        boolean accepted = false;
        boolean empty = true;
        for (int i = 0; i < positions.length; i++) {
            String cell = positions[i] < row.size() ? row.get(positions[i]) : "";
            Outcome outcome = columns.get(i).take(line, cell);
            accepted |= outcome == Outcome.ACCEPTED;
            empty &= outcome == Outcome.EMPTY;
        }
        if (empty) {
            rejects.add(new RejectedCell(line, allColumns, RejectReason.NO_IDENTIFIER, ""));
        }
        return accepted;
    }

    private List<ColumnCells> columns(ChunkDigests digests, List<RejectedCell> rejects) {
        List<ColumnCells> columns = new ArrayList<>();
        for (IdentifierColumn column : rules.columns()) {
            columns.add(new ColumnCells(column, hasher(column.type()), digests, rejects));
        }
        return columns;
    }

    private IdentifierHasher hasher(IdentifierType type) {
        return switch (type) {
            case EMAIL -> new EmailHasher(rules.emailRule());
            case PHONE -> new PhoneHasher(rules.phoneRegion());
            case AAID, IDFA -> new DeviceIdHasher();
        };
    }

    private static RowTally tally(
            long read, long accepted, long longer, List<ColumnCells> columns, List<RejectedCell> rejects) {
        Map<IdentifierType, HashCheckUp> checkUps = new EnumMap<>(IdentifierType.class);
        long acceptedIdentifiers = 0;
        long rejectedIdentifiers = 0;
        long differing = 0;
        for (ColumnCells column : columns) {
            checkUps.put(column.type(), column.checkUp());
            acceptedIdentifiers += column.accepted();
            rejectedIdentifiers += column.rejected();
            differing += column.valuesWhereEmailRulesDiffer();
        }
        return new RowTally(
                read,
                accepted,
                read - accepted,
                acceptedIdentifiers + rejectedIdentifiers,
                rejectedIdentifiers,
                checkUps,
                differing,
                longer,
                reasons(rejects));
    }

    private static Map<RejectReason, Long> reasons(List<RejectedCell> rejects) {
        Map<RejectReason, Long> reasons = new EnumMap<>(RejectReason.class);
        rejects.forEach(reject -> reasons.merge(reject.reason(), 1L, Long::sum));
        return reasons;
    }
}
