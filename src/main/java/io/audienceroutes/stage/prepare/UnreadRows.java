package io.audienceroutes.stage.prepare;

import io.audienceroutes.segment.RejectReason;
import io.audienceroutes.segment.RejectedCell;
import io.audienceroutes.segment.RowTally;
import io.audienceroutes.workflow.Finding;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The unreadable rows of an opt-out list: how many, why, and where the first ones are. */
final class UnreadRows {
    private static final int SHOWN = 5;

    private final Map<RejectReason, Long> reasons = new EnumMap<>(RejectReason.class);
    private final List<RejectedCell> first = new ArrayList<>();
    private long rows;

    /** Adds the rejects of a chunk, in row order. */
    void add(List<RejectedCell> rejects) {
        long line = -1;
        for (RejectedCell reject : rejects) {
            rows += reject.line() == line ? 0 : 1;
            line = reject.line();
            reasons.merge(reject.reason(), 1L, Long::sum);
            if (first.size() < SHOWN) {
                first.add(reject);
            }
        }
    }

    long rows() {
        return rows;
    }

    /** Reasons with their counts, and the first lines; no value. */
    String text() {
        String why = reasons.entrySet().stream()
                .map(each -> String.format(
                        Locale.ROOT, "%,d %s", each.getValue(), each.getKey().code()))
                .collect(Collectors.joining(", "));
        String lines = first.stream()
                .map(reject -> Long.toString(reject.line()))
                .distinct()
                .collect(Collectors.joining(", "));
        return why + "; first on line " + lines;
    }

    /** The receipt's entry about the list. */
    List<Finding> finding(Finding list, RowTally tally) {
        if (rows == 0) {
            return List.of(list);
        }
        return List.of(
                list,
                new Finding(
                        "opt-out list unread",
                        String.format(
                                Locale.ROOT,
                                "%,d of %,d rows (%s): their identifiers are not suppressed",
                                rows,
                                tally.rowsRead(),
                                text())));
    }
}
