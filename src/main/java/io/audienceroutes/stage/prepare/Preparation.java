package io.audienceroutes.stage.prepare;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.failure.ErrorReportingIterator;
import io.audienceroutes.format.SegmentPart;
import io.audienceroutes.member.DigestPartitions;
import io.audienceroutes.segment.DigestType;
import io.audienceroutes.segment.GroupRows;
import io.audienceroutes.segment.PreparationRules;
import io.audienceroutes.segment.PreparedChunk;
import io.audienceroutes.segment.RejectsFile;
import io.audienceroutes.segment.RowChunk;
import io.audienceroutes.segment.RowPreparation;
import io.audienceroutes.workflow.Finding;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** One run of the Prepare stage: what it reads from and writes to. Variable {@code preparation} of its route. */
public final class Preparation implements AutoCloseable {
    private final String workflowId;
    private final PreparationRules rules;
    private final StagedParts parts;
    private final List<StagedCopy> copies;
    private final Map<DigestType, DigestPartitions> partitions;
    private final RejectsFile rejects;
    private final AtomicLong leftOut = new AtomicLong();
    private final Optional<OptOutRun> optOut;
    private volatile List<Finding> optedOut = List.of();
    private volatile RowPreparation rows;
    private volatile Optional<GroupRows> groups = Optional.empty();

    Preparation(
            String workflowId,
            PreparationRules rules,
            StagedParts parts,
            List<StagedCopy> copies,
            Map<DigestType, DigestPartitions> partitions,
            RejectsFile rejects,
            Optional<OptOutRun> optOut) {
        this.workflowId = workflowId;
        this.rules = rules;
        this.parts = parts;
        this.copies = List.copyOf(copies);
        this.partitions = Map.copyOf(partitions);
        this.rejects = rejects;
        this.optOut = optOut;
    }

    /** The parts of the staged files, one after another: files, and entries of archives. */
    public Iterator<SegmentPart> parts() {
        return new ErrorReportingIterator<>(parts);
    }

    /** Throws if a staged copy was changed while it was read. */
    void requireUnchanged() {
        copies.forEach(StagedCopy::requireUnchanged);
    }

    /** The formats of the files, as far as their parts were read. */
    List<String> formats() {
        return parts.describe();
    }

    /** Invalid byte sequences in the character set of their file. */
    long faultyBytes() {
        return parts.faultyBytes();
    }

    String workflowId() {
        return workflowId;
    }

    PreparationRules rules() {
        return rules;
    }

    Map<DigestType, DigestPartitions> partitions() {
        return partitions;
    }

    Optional<OptOutRun> optOut() {
        return optOut;
    }

    /** What the opt-out list contained and did, once finished. */
    List<Finding> optedOut() {
        return optedOut;
    }

    RejectsFile rejects() {
        return rejects;
    }

    void rowsOf(RowPreparation rowPreparation, Optional<GroupRows> groupRows) {
        rows = rowPreparation;
        groups = groupRows;
    }

    /** Prepares those rows that belong to this delivery; thread-safe. */
    PreparedChunk prepare(RowChunk chunk) {
        if (groups.isEmpty()) {
            return rows.prepare(chunk);
        }
        GroupRows.Selection selection = groups.get().select(chunk);
        leftOut.addAndGet(selection.leftOut());
        return selection.join(rows.prepare(selection.rows()));
    }

    /** Rows of groups that this delivery does not send. */
    long leftOut() {
        return leftOut.get();
    }

    /** Publishes everything, durably. */
    void finish() {
        partitions.values().forEach(DigestPartitions::finish);
        optedOut = optOut.map(OptOutRun::finish).orElse(List.of());
        try {
            rejects.publish();
        } catch (IOException e) {
            throw broken(e);
        }
        close();
    }

    @Override
    public void close() {
        try (parts;
                rejects) {
            for (DigestPartitions open : partitions.values()) {
                open.close();
            }
            optOut.ifPresent(OptOutRun::close);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private WorkflowError broken(IOException e) {
        return new WorkflowError(
                "staging-failed",
                "The files of workflow " + workflowId + " could not be closed: " + e + ". Check the disk, then retry.",
                e);
    }
}
