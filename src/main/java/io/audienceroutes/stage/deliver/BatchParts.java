package io.audienceroutes.stage.deliver;

import io.audienceroutes.tiktok.TikTokException;
import io.audienceroutes.workflow.ledger.BatchBisection;
import io.audienceroutes.workflow.ledger.BatchLedger.BatchKey;
import io.audienceroutes.workflow.ledger.BatchLedger.PartState;
import io.audienceroutes.workflow.ledger.BatchLedger.PlannedBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is left to send of one batch: the whole batch or, after TikTok refused its content, its parts, level by level.
 * Variable {@code parts} of route {@code map-batch}; one worker has it.
 */
public final class BatchParts {
    /** Halves and quarters: two levels. */
    private static final int FIRST_OF_LEVEL_ONE = 2;

    private static final int FIRST_OF_LEVEL_TWO = 4;
    private static final int LAST_OF_LEVEL_TWO = 7;

    private final Batch batch;
    private final DeliveryRun run;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final Map<Integer, OptionalInt> refusals = new HashMap<>();
    private final Set<Integer> probes = new LinkedHashSet<>();
    private int current = BatchBisection.WHOLE;
    private long acceptedMembers;

    BatchParts(Batch batch, DeliveryRun run) {
        this.batch = batch;
        this.run = run;
        addUnsettled(BatchBisection.WHOLE);
    }

    private void addUnsettled(int part) {
        PartState state = batch.parts().getOrDefault(part, PartState.SENT);
        if (state == PartState.DIVIDED) {
            addUnsettled(BatchBisection.first(part));
            addUnsettled(BatchBisection.second(part));
        } else if (state == PartState.SENT) {
            waiting.add(part);
        }
    }

    /** Whether another part is to be sent now. */
    public boolean due() {
        return !waiting.isEmpty() && run.goesOn();
    }

    /** The waiting parts, to be skipped. */
    List<PlannedBatch> left() {
        return waiting.stream()
                .map(part -> new PlannedBatch(
                        batch.key().withPart(part),
                        BatchBisection.range(part, batch.members()).members()))
                .toList();
    }

    Batch batch() {
        return batch;
    }

    DeliveryRun run() {
        return run;
    }

    /** Selects the next part. */
    void take() {
        current = waiting.remove();
    }

    /** The current part. */
    BatchKey key() {
        return batch.key().withPart(current);
    }

    /** The members of the current part. */
    int members() {
        return BatchBisection.range(current, batch.members()).members();
    }

    byte[] digests() {
        return batch.digests(current);
    }

    /** Replaces the current part with its halves. */
    void divide() {
        waiting.add(BatchBisection.first(current));
        waiting.add(BatchBisection.second(current));
    }

    void accepted() {
        acceptedMembers += members();
    }

    /** Members of the batch that were accepted in this run. */
    public long acceptedMembers() {
        return acceptedMembers;
    }

    /** Records why the current part was refused. */
    void refused(TikTokException reason) {
        refusals.put(current, reason.code());
    }

    /**
     * Whether a few members have to be sent individually first: both halves of the batch and all their halves were
     * refused for the same reason. Until then, a few invalid members spread over the batch look the same.
     */
    boolean probeIsDue() {
        return current == LAST_OF_LEVEL_TWO
                && probes.isEmpty()
                && batch.members() >= LAST_OF_LEVEL_TWO / 2 + 1
                && IntStream.rangeClosed(FIRST_OF_LEVEL_ONE, LAST_OF_LEVEL_TWO).allMatch(this::refusedLikeThis);
    }

    /**
     * Queues two single members of each quarter first: about a third and two thirds into it, so that regularly spaced
     * invalid members do not match all of them. Returns the parts that are divided for this and not sent, in order.
     */
    List<PlannedBatch> probe() {
        List<PlannedBatch> divided = new ArrayList<>();
        for (int quarter = FIRST_OF_LEVEL_TWO; quarter <= LAST_OF_LEVEL_TWO; quarter++) {
            for (int side = 0; side <= 1; side++) {
                descend(quarter, side, divided);
            }
        }
        // A quarter with one member was already sent individually
        List<Integer> unsent = new ArrayList<>(probes);
        unsent.removeIf(part -> !waiting.remove(part));
        Collections.reverse(unsent);
        unsent.forEach(waiting::addFirst);
        return divided;
    }

    private void descend(int quarter, int side, List<PlannedBatch> divided) {
        int part = quarter;
        int turn = side;
        while (membersOf(part) > 1) {
            part = turn == 0 ? BatchBisection.first(part) : BatchBisection.second(part);
            turn = 1 - turn;
            if (membersOf(part) > 1 && waiting.remove(part)) {
                divided.add(new PlannedBatch(batch.key().withPart(part), membersOf(part)));
                waiting.add(BatchBisection.first(part));
                waiting.add(BatchBisection.second(part));
            }
        }
        probes.add(part);
    }

    /**
     * Whether all members that were sent individually were refused for the same reason: then single members are not the
     * cause.
     */
    boolean everyProbeRefused() {
        return !probes.isEmpty() && probes.stream().allMatch(this::refusedLikeThis);
    }

    private boolean refusedLikeThis(int part) {
        return refusals.get(current).equals(refusals.get(part));
    }

    private int membersOf(int part) {
        return BatchBisection.range(part, batch.members()).members();
    }
}
