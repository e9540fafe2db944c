package io.audienceroutes.stage;

import io.audienceroutes.segment.RejectReason;
import io.audienceroutes.segment.RowTally;
import java.util.Map;

/** Why the rows of a list were rejected, for a message. */
public final class RejectedRows {
    private RejectedRows() {}

    /**
     * Completes a sentence. If all rows have the same reason, the export is wrong, and the remedy applies to the whole
     * list.
     */
    public static String reasons(RowTally tally) {
        return tally.rejectReasons().entrySet().stream()
                .max(Map.Entry.<RejectReason, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(most -> (tally.rejectReasons().size() == 1 ? ", each as " : ", most often as ")
                        + most.getKey().code() + ". " + most.getKey().remedy())
                .orElse(".");
    }
}
