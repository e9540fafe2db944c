package io.audienceroutes.stage.deliver;

import io.audienceroutes.failure.FailureClassifier;
import io.audienceroutes.tiktok.TikTokException;
import java.util.Optional;

/**
 * What the workers of one delivery know together: whether something stands in its way, how many members TikTok takes in
 * one call, and how many calls were spent on dividing batches. Safe for several threads.
 */
final class DeliveryRun {
    /** Calls that a run spends on finding refused members: some fifty of them in all, or the list is bad as a whole. */
    static final int MOST_CALLS_FOR_PARTS = 1_000;

    private Optional<Exception> obstacle = Optional.empty();
    private boolean left;
    private int callsForParts;
    private int largestBatch = Integer.MAX_VALUE;

    /** Whether another call may be made. */
    synchronized boolean goesOn() {
        return !left && obstacle.isEmpty();
    }

    /** The stage has to leave its work here. */
    synchronized void leave() {
        left = true;
    }

    synchronized boolean hasLeft() {
        return left;
    }

    /** Keeps the first obstacle; one that needs a person goes before one that only needs time. */
    synchronized void meet(Exception met) {
        if (obstacle.isEmpty() || (passes(obstacle.get()) && !passes(met))) {
            obstacle = Optional.of(met);
        }
    }

    synchronized Optional<Exception> obstacle() {
        return obstacle;
    }

    /** Counts calls that were made for parts of batches; false once they are too many. */
    synchronized boolean spendOnParts(int calls) {
        callsForParts += calls;
        return callsForParts < MOST_CALLS_FOR_PARTS;
    }

    /** TikTok takes fewer members in one call than this. */
    synchronized void tooLarge(int members) {
        largestBatch = Math.min(largestBatch, (members + 1) / 2);
    }

    synchronized int largestBatch() {
        return largestBatch;
    }

    private static boolean passes(Exception met) {
        return FailureClassifier.meaning(met) instanceof TikTokException refusal
                && switch (refusal.kind()) {
                    case THROTTLED_SECOND, THROTTLED_MINUTE, THROTTLED_DAY, TRANSIENT, EFFECT_UNKNOWN, NOT_READY ->
                        true;
                    case CONTENT, PERMANENT -> false;
                };
    }
}
