package io.audienceroutes.console;

import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Receipt.Outcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A receipt with its sums as bars. */
record ReceiptView(Receipt receipt) {
    static final int SHOWN_REQUEST_IDS = 20;

    /** What became of each identifier. */
    Bar identifiers() {
        Outcomes outcomes = receipt.outcomes();
        Bar bar = new Bar("identifiers", receipt.identifiers());
        bar.add("added", "Added", outcomes.added());
        bar.add("unchanged", "Unchanged", outcomes.unchanged());
        bar.add("duplicate", "Duplicate", outcomes.duplicate());
        bar.add("removed", "Removed", outcomes.removed());
        bar.add("notpresent", "Not present", outcomes.notPresent());
        bar.add("suppressed", "Suppressed", outcomes.suppressed());
        bar.add("held", "Held", outcomes.held());
        bar.add("rejected", "Rejected", outcomes.rejected());
        bar.add("failed", "Failed", outcomes.failed());
        return bar;
    }

    /** Rows that were read. */
    Bar rows() {
        Bar bar = new Bar("rows", receipt.rowsRead());
        bar.add("added", "Accepted", receipt.rowsAccepted());
        bar.add("rejected", "Rejected", receipt.rowsRejected());
        return bar;
    }

    List<String> shownRequestIds() {
        return receipt.requestIds().stream()
                .limit(SHOWN_REQUEST_IDS)
                .map(Show::line)
                .toList();
    }

    int moreRequestIds() {
        return Math.max(0, receipt.requestIds().size() - SHOWN_REQUEST_IDS);
    }

    /** Parts of a whole, drawn 1,000 units wide. */
    static final class Bar {
        private static final int WIDTH = 1_000;
        private static final int LEAST = 6;

        private final String unit;
        private final long total;
        private final List<Count> counts = new ArrayList<>();

        Bar(String unit, long total) {
            this.unit = unit;
            this.total = total;
        }

        void add(String id, String name, long count) {
            if (count > 0) {
                counts.add(new Count(id, name, count));
            }
        }

        long total() {
            return total;
        }

        String unit() {
            return unit;
        }

        /** The parts from left to right; a small one is as wide as can be seen. */
        List<Part> parts() {
            long sum = counts.stream().mapToLong(Count::count).sum();
            long free = WIDTH - (long) LEAST * counts.size();
            List<Part> parts = new ArrayList<>();
            long x = 0;
            for (Count count : counts) {
                long width = LEAST + (sum == 0 ? 0 : Math.round((double) free * count.count() / sum));
                parts.add(
                        new Part(count.id(), count.name(), count.count(), x, width, Show.percent(count.count(), sum)));
                x += width;
            }
            return parts;
        }

        /** What the drawing says, for those who do not see it. */
        String words() {
            return Show.count(total) + " " + unit + ": "
                    + counts.stream()
                            .map(count -> Show.count(count.count()) + " "
                                    + count.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
    }

    private record Count(String id, String name, long count) {}

    /** One part of a bar; {@code id} decides its colour. */
    record Part(String id, String name, long count, long x, long width, long percent) {}
}
