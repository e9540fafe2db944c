package io.audienceroutes.workflow;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.audienceroutes.state.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The proof of one delivery. Counts rows of the file and identifiers found in them; every identifier has exactly one
 * outcome. A receipt that does not add up never counts as a success.
 *
 * @param environment where it was delivered: production, or sandbox for a rehearsal
 * @param rowsRead data rows of the file: without the header and blank lines
 * @param identifiers what the rows held that could be or should have been an identifier
 * @param unlisted members of ours that the list lacks, apart from the outcomes of what it holds
 * @param approvals what people approved in this workflow, who and why
 * @param batches batches that TikTok accepted
 * @param requestIds TikTok's ids of every answer, in order
 * @param findings what was found out about the files; none in receipts of versions that did not look
 * @param sample what went before the list for a person to look at
 * @param availableBy when the change is expected to show in TikTok: last accepted batch plus a setting, or plus 48
 *     hours for a new audience
 * @param newAudience whether the audience was made less than 48 hours before the last accepted batch
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Receipt(
        String workflowId,
        String environment,
        String state,
        String destination,
        String audienceName,
        Optional<String> audienceId,
        String file,
        Optional<String> fileSha256,
        String settingsSha256,
        String emailRule,
        long rowsRead,
        long rowsAccepted,
        long rowsRejected,
        long identifiers,
        Outcomes outcomes,
        Unlisted unlisted,
        List<Approval> approvals,
        long batches,
        List<String> requestIds,
        List<Finding> findings,
        List<String> warnings,
        Optional<SampleFigures> sample,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<Instant> availableBy,
        boolean newAudience) {
    public Receipt {
        environment = Objects.requireNonNullElse(environment, Environment.PRODUCTION.id());
        approvals = List.copyOf(approvals);
        requestIds = List.copyOf(requestIds);
        findings = List.copyOf(Objects.requireNonNullElse(findings, List.of()));
        warnings = List.copyOf(warnings);
    }

    /** Whether it was delivered to the simulator, not to TikTok. */
    @JsonIgnore
    public boolean isRehearsal() {
        return environment.equals(Environment.SANDBOX.id());
    }

    /** Whether every row and every identifier is accounted for. */
    @JsonProperty
    public boolean balances() {
        return rowsRead == rowsAccepted + rowsRejected
                && identifiers == outcomes.sum()
                && outcomes.countable()
                && unlisted.balances();
    }

    /**
     * Members that this product put into the audience and that the list lacks.
     *
     * @param found those that are to be removed
     * @param removed those that TikTok has removed
     * @param stay those that are still there: their removal was given up, or the workflow ended before it
     */
    public record Unlisted(long found, long removed, long stay) {
        /** None: the list is complete, or does not remove unlisted members. */
        public static Unlisted none() {
            return new Unlisted(0, 0, 0);
        }

        boolean balances() {
            return found == removed + stay && removed >= 0 && stay >= 0;
        }
    }

    /**
     * The sample that went before the list; its figures are no part of the list's.
     *
     * @param workflowId the workflow that delivered it, which has a receipt of its own
     * @param members of the sample
     * @param added of these, accepted by TikTok then; the others were there from a sample before
     * @param approvedBy who let the list go; empty as long as nobody did
     */
    public record SampleFigures(
            String workflowId,
            String audienceName,
            Optional<String> audienceId,
            long members,
            long added,
            Optional<String> approvedBy,
            Optional<Instant> approvedAt) {}

    /**
     * What became of the identifiers.
     *
     * @param added accepted by TikTok in this workflow
     * @param unchanged in the audience through this product already
     * @param duplicate listed more than once; the first one counts elsewhere
     * @param rejected refused by us before sending; named in rejects.csv
     * @param suppressed left out by an opt-out list
     * @param held not sent because the workflow stopped or waits
     * @param removed removed because the list asked for it
     * @param notPresent asked to be removed but never sent by this product
     * @param failed refused by TikTok or not delivered when the workflow failed
     */
    public record Outcomes(
            long added,
            long unchanged,
            long duplicate,
            long rejected,
            long suppressed,
            long held,
            long removed,
            long notPresent,
            long failed) {
        /** A negative count would let a wrong sum look right. */
        boolean countable() {
            return LongStream.of(added, unchanged, duplicate, rejected, suppressed, held, removed, notPresent, failed)
                    .allMatch(count -> count >= 0);
        }

        long sum() {
            return added + unchanged + duplicate + rejected + suppressed + held + removed + notPresent + failed;
        }
    }
}
