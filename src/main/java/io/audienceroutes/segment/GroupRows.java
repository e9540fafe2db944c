package io.audienceroutes.segment;

import io.audienceroutes.segment.GroupRule.Verdict;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The rows of one part that belong to a delivery. Thread-safe: nothing is shared between two calls. */
public final class GroupRows {
    private final GroupRule rule;
    private final int position;

    /** Finds the group column in the header; refuses a file without it or with duplicates. */
    public GroupRows(GroupRule rule, List<String> header) {
        this.rule = rule;
        int[] found = IntStream.range(0, header.size())
                .filter(i -> GroupRule.key(header.get(i)).equals(GroupRule.key(rule.column())))
                .toArray();
        if (found.length != 1) {
            throw new SegmentFileRefused(
                    found.length == 0 ? Reason.MISSING_COLUMN : Reason.DUPLICATE_COLUMN,
                    "The header line of the segment file names the group column " + Quoted.name(rule.column()) + " "
                            + found.length + " times: expected once. Correct the file's header line, or"
                            + " campaign.groupColumn in the destination, and deliver the file again.");
        }
        this.position = found[0];
    }

    /** Splits the rows of a chunk. */
    public Selection select(RowChunk chunk) {
        List<List<String>> rows = new ArrayList<>();
        LongStream.Builder lines = LongStream.builder();
        List<RejectedCell> rejects = new ArrayList<>();
        long leftOut = 0;
        for (int i = 0; i < chunk.rows().size(); i++) {
            List<String> row = chunk.rows().get(i);
            Verdict verdict = rule.judge(position < row.size() ? row.get(position) : "");
            switch (verdict) {
                case SENT -> {
                    rows.add(row);
                    lines.add(chunk.lines()[i]);
                }
                case LEFT_OUT -> leftOut++;
                case UNKNOWN ->
                    rejects.add(new RejectedCell(chunk.lines()[i], rule.column(), RejectReason.GROUP_UNKNOWN, ""));
            }
        }
        return new Selection(new RowChunk(chunk.sequence(), lines.build().toArray(), rows), rejects, leftOut);
    }

    /**
     * The part of a chunk for a delivery.
     *
     * @param rejects rows with an unknown group
     * @param leftOut rows of groups that the delivery does not send
     */
    public record Selection(RowChunk rows, List<RejectedCell> rejects, long leftOut) {
        public Selection {
            rejects = List.copyOf(rejects);
        }

        /** The prepared rows together with those that were rejected for their group. */
        public PreparedChunk join(PreparedChunk prepared) {
            if (rejects.isEmpty()) {
                return prepared;
            }
            long unknown = rejects.size();
            RowTally groups = new RowTally(
                    unknown, 0, unknown, 0, 0, Map.of(), 0, 0, Map.of(RejectReason.GROUP_UNKNOWN, unknown));
            List<RejectedCell> all = new ArrayList<>(prepared.rejects());
            all.addAll(rejects);
            all.sort(Comparator.comparingLong(RejectedCell::line));
            return new PreparedChunk(
                    prepared.sequence(), prepared.tally().plus(groups), prepared.digests(), all, prepared.optedOut());
        }
    }
}
