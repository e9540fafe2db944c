package io.audienceroutes.segment;

import io.audienceroutes.segment.ColumnCells.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Turns the rows of one segment file into digests and rejects, chunk by chunk. The route {@code prepare-part} calls it,
 * possibly with several chunks at a time: calls share no state.
 */
public final class RowPreparation {
    private final PreparationRules rules;
    private final List<IdentifierColumn> columns;
    private final CellValues values;
    private final int width;
    private final String allColumns;
    private final boolean everyForm;
    private final Optional<OptedOut> optOutList;

    /**
     * Finds the columns in the header; raises {@link SegmentFileRefused} {@code MISSING_COLUMN}, naming every missing
     * one, {@code DUPLICATE_COLUMN} or {@code AMBIGUOUS_COLUMN}.
     */
    public RowPreparation(PreparationRules rules, List<String> header) {
        this(rules, header, Optional.empty());
    }

    /** As {@link #RowPreparation(PreparationRules, List)}, and finds rows that contain an opted-out person. */
    public RowPreparation(PreparationRules rules, List<String> header, Optional<OptedOut> optOutList) {
        this(rules, new HeaderLine(header), new HeaderLine(header).columns(rules), false, optOutList);
    }

    /**
     * Prepares a list of people who opted out: with every form that their identifiers may be sent in, and of the types
     * whose columns the list has; it needs one of them. A configured column that is missing may have a usual name.
     */
    public static RowPreparation ofOptOut(PreparationRules rules, List<String> header) {
        HeaderLine headerLine = new HeaderLine(header);
        PreparationRules everyForm =
                new PreparationRules(rules.types(), rules.columns(), EmailRule.BOTH, rules.phoneRegion());
        return new RowPreparation(everyForm, headerLine, headerLine.columnsThere(everyForm), true, Optional.empty());
    }

    private RowPreparation(
            PreparationRules rules,
            HeaderLine headerLine,
            List<IdentifierColumn> columns,
            boolean everyForm,
            Optional<OptedOut> optOutList) {
        this.rules = rules;
        this.optOutList = optOutList;
        this.columns = columns;
        this.everyForm = everyForm;
        this.values = new CellValues(rules.columns().separator());
        this.width = headerLine.width();
        this.allColumns = columns.stream().map(IdentifierColumn::name).collect(Collectors.joining(","));
    }

    /** Prepares one chunk. A row that is shorter than the header has empty cells for the rest. */
    public PreparedChunk prepare(RowChunk chunk) {
        List<RejectedCell> rejects = new ArrayList<>();
        ChunkDigests digests = new ChunkDigests(rules.types(), chunk.rows().size());
        List<ColumnCells> cells = cells(digests, rejects);
        Optional<OptedOutRows> optedOut = optOutList.map(list -> new OptedOutRows(list, rules.types(), digests));
        long accepted = 0;
        long longer = 0;
        for (int i = 0; i < chunk.lines().length; i++) {
            List<String> row = chunk.rows().get(i);
            optedOut.ifPresent(OptedOutRows::begin);
            accepted += takeRow(chunk.lines()[i], row, cells, rejects) ? 1 : 0;
            optedOut.ifPresent(OptedOutRows::end);
            longer += row.size() > width ? 1 : 0;
        }
        RowTally tally = tally(chunk.rows().size(), accepted, longer, cells, rejects);
        return new PreparedChunk(
                chunk.sequence(),
                tally,
                digests.toArrays(),
                rejects,
                optedOut.map(OptedOutRows::part).orElseGet(PreparedChunk.OptedOutPart::none));
    }

    /**
     * Finds the first rows of wanted digests. A chunk without any is only prepared once more; otherwise each of its
     * rows is examined separately.
     */
    public List<RefusedValue> locate(String file, RowChunk chunk, SoughtDigests sought) {
        List<RefusedValue> found = new ArrayList<>();
        if (sought.hasAnyOf(prepare(chunk).digests())) {
            for (int i = 0; i < chunk.lines().length; i++) {
                for (IdentifierColumn column : columns) {
                    found.addAll(locate(file, chunk.lines()[i], chunk.rows().get(i), column, sought));
                }
            }
        }
        return found;
    }

    private List<RefusedValue> locate(
            String file, long line, List<String> row, IdentifierColumn column, SoughtDigests sought) {
        String cell = column.position() < row.size() ? row.get(column.position()) : "";
        ChunkDigests digests = new ChunkDigests(List.of(column.type()), 1);
        IdentifierHasher hasher = hasher(column.type(), digests);
        values.take(line, cell, new ColumnCells(column, hasher, digests, new ArrayList<>()));
        return sought.take(digests.toArrays()).stream()
                .map(why -> new RefusedValue(file, line, column.name(), hasher.masked(cell), why))
                .toList();
    }

    /** Processes the identifiers of one row, and returns whether there was at least one. */
    private boolean takeRow(long line, List<String> row, List<ColumnCells> cells, List<RejectedCell> rejects) {
        boolean accepted = false;
        boolean empty = true;
        for (int i = 0; i < cells.size(); i++) {
            int position = columns.get(i).position();
            String cell = position < row.size() ? row.get(position) : "";
            Outcome outcome = values.take(line, cell, cells.get(i));
            accepted |= outcome == Outcome.ACCEPTED;
            empty &= outcome == Outcome.EMPTY;
        }
        if (empty) {
            rejects.add(new RejectedCell(line, allColumns, RejectReason.NO_IDENTIFIER, ""));
        }
        return accepted;
    }

    private List<ColumnCells> cells(ChunkDigests digests, List<RejectedCell> rejects) {
        List<ColumnCells> cells = new ArrayList<>();
        for (IdentifierColumn column : columns) {
            cells.add(new ColumnCells(column, hasher(column.type(), digests), digests, rejects));
        }
        return cells;
    }

    private IdentifierHasher hasher(IdentifierType type, ChunkDigests digests) {
        return switch (type) {
            case EMAIL -> new EmailHasher(rules.emailRule(), everyForm);
            case PHONE -> new PhoneHasher(rules.phoneRegion());
            case AAID, IDFA -> new DeviceIdHasher(everyForm ? digests.md5(type) : Optional.empty());
        };
    }

    private static RowTally tally(
            long read, long accepted, long longer, List<ColumnCells> columns, List<RejectedCell> rejects) {
        Map<String, HashCheckUp> checkUps = new HashMap<>();
        long acceptedIdentifiers = 0;
        long rejectedIdentifiers = 0;
        long differing = 0;
        Map<Correction, Long> corrections = new EnumMap<>(Correction.class);
        for (ColumnCells column : columns) {
            checkUps.put(column.name(), column.checkUp());
            acceptedIdentifiers += column.accepted();
            rejectedIdentifiers += column.rejected();
            column.corrections().forEach((correction, count) -> corrections.merge(correction, count, Long::sum));
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
                reasons(rejects),
                corrections);
    }

    private static Map<RejectReason, Long> reasons(List<RejectedCell> rejects) {
        Map<RejectReason, Long> reasons = new EnumMap<>(RejectReason.class);
        rejects.forEach(reject -> reasons.merge(reject.reason(), 1L, Long::sum));
        return reasons;
    }
}
