package io.audienceroutes.stage.deliver;

import io.audienceroutes.failure.FailureClassifier;
import io.audienceroutes.tiktok.TikTokException;
import java.util.Optional;

/**
 * The shared state of one delivery's workers: the obstacle, if any, the number of members that TikTok accepts in one
 * call, and the calls spent on dividing batches. Thread-safe.
 */
final class DeliveryRun {
    /** The call budget for isolating refused members: enough for about fifty; with more, the whole list is bad. */
    static final int MOST_CALLS_FOR_PARTS = 1_000;

    private Optional<Exception> obstacle = Optional.empty();
    private boolean left;
    private int callsForParts;
    private int largestBatch = Integer.MAX_VALUE;

    /** Whether another call may be made. */
    synchronized boolean goesOn() {
        return !left && obstacle.isEmpty();
    }

    /** The stage has to stop here. */
    synchronized void leave() {
        left = true;
    }

    synchronized boolean hasLeft() {
        return left;
    }

    /** Stores the first obstacle; one that needs an operator takes precedence over one that only needs time. */
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
