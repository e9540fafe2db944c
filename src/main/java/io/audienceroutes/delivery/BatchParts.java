package io.audienceroutes.delivery;

import io.audienceroutes.tiktok.TikTokException;
import io.audienceroutes.workflow.Books.BatchKey;
import io.audienceroutes.workflow.Books.PartState;
import io.audienceroutes.workflow.Books.PlannedBatch;
import io.audienceroutes.workflow.Halving;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What is left to send of one batch: the whole of it, or, after TikTok refused its content, its parts, level by level.
 * Variable {@code parts} of route {@code map-batch}; one worker has it.
 */
public final class BatchParts {
    /** Halves and quarters: two levels. */
    private static final int FIRST_OF_LEVEL_ONE = 2;

    private static final int LAST_OF_LEVEL_TWO = 7;

    private final Batch batch;
    private final DeliveryRun run;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final Map<Integer, OptionalInt> refusals = new HashMap<>();
    private int current = Halving.WHOLE;
    private long acceptedMembers;

    BatchParts(Batch batch, DeliveryRun run) {
        this.batch = batch;
        this.run = run;
        addUnsettled(Halving.WHOLE);
    }

    private void addUnsettled(int part) {
        PartState state = batch.parts().getOrDefault(part, PartState.SENT);
        if (state == PartState.DIVIDED) {
            addUnsettled(Halving.first(part));
            addUnsettled(Halving.second(part));
        } else if (state == PartState.SENT) {
            waiting.add(part);
        }
    }

    /** Whether another part is to be sent now. */
    public boolean due() {
        return !waiting.isEmpty() && run.goesOn();
    }

    /** What is waiting, as a person gives it up. */
    List<PlannedBatch> left() {
        return waiting.stream()
                .map(part -> new PlannedBatch(
                        batch.key().withPart(part),
                        Halving.range(part, batch.members()).members()))
                .toList();
    }

    Batch batch() {
        return batch;
    }

    DeliveryRun run() {
        return run;
    }

    /** Takes the next part in hand. */
    void take() {
        current = waiting.remove();
    }

    /** The part in hand. */
    BatchKey key() {
        return batch.key().withPart(current);
    }

    /** The members of the part in hand. */
    int members() {
        return Halving.range(current, batch.members()).members();
    }

    byte[] digests() {
        return batch.digests(current);
    }

    /** Instead of the part in hand, its halves are to be sent. */
    void divide() {
        waiting.add(Halving.first(current));
        waiting.add(Halving.second(current));
    }

    void accepted() {
        acceptedMembers += members();
    }

    /** Members of the batch that were accepted in this run. */
    public long acceptedMembers() {
        return acceptedMembers;
    }

    /**
     * Notes why the part in hand was refused, and says whether the batch is refused as a whole: both its halves and all
     * their halves, for the same reason. Then it is not some of its members that TikTok does not take.
     */
    boolean refusedThroughout(TikTokException reason) {
        refusals.put(current, reason.code());
        return batch.members() >= LAST_OF_LEVEL_TWO / 2 + 1
                && IntStream.rangeClosed(FIRST_OF_LEVEL_ONE, LAST_OF_LEVEL_TWO)
                        .allMatch(part -> reason.code().equals(refusals.get(part)));
    }
}
