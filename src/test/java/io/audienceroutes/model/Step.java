package io.audienceroutes.model;

import io.audienceroutes.model.Wire.Fault;

/**
 * One step of a sequence; what the numbers mean depends on the kind, and any number means something.
 *
 * @param fault what a batch meets in this step
 * @param skip how many batches go well before it
 */
record Step(Kind kind, int a, int b, Fault fault, int skip) {
    static Step of(Kind kind, int a, int b) {
        return new Step(kind, a, b, Fault.NONE, 0);
    }

    static Step of(Kind kind) {
        return of(kind, 0, 0);
    }

    @Override
    public String toString() {
        String met = fault == Fault.NONE ? "" : " meeting " + fault + " after " + skip + " batches";
        return kind + "(" + a + "," + b + ")" + met;
    }

    /** What can happen. */
    enum Kind {
        /** A pick-up brings list a; b chooses destination and file name. */
        DROP,
        /** A person delivers list a once. */
        GIVE,
        /** A pick-up brings list a, and no runner is free yet. */
        QUEUE,
        /** The copy of a file breaks off. */
        BREAK,
        /** Whatever is ready runs. */
        RUN,
        /** A setting changes: a says which, b to what. */
        EDIT,
        /** Person a opts out. */
        OPT_OUT,
        /** A person gives command a for the open workflow b. */
        COMMAND,
        /** A person has the failed members of workflow a sent again that ended with some. */
        RETRY_FAILED,
        /** A backup is made, list a is delivered, and the backup is put back; then the audience is reconciled. */
        RESTORE,
        /** Somebody deletes the audience in TikTok; where b is odd, the next step follows within a minute. */
        DELETE_AUDIENCE,
        /** TikTok's next list of audiences is empty. */
        SHORT_LIST,
        /** Another product puts person a into the audience. */
        STRANGER,
        /** The process is killed while it delivers list a, after b batches, and starts again. */
        KILL,
        /** The process sleeps while it delivers list a, after b batches; its lease ends, another runner is there. */
        PAUSE,
        /** The sleeping process wakes; where a is odd, it takes up whatever is ready. */
        WAKE,
        /** A person asks what list a would do. */
        PLAN,
        /** The clock is an hour back. */
        CLOCK_BACK,
        /** The process ends and starts again. */
        RESTART,
        /** TikTok refuses a few ids from now on. */
        BAD_IDS,
        /** TikTok takes all ids again. */
        GOOD_IDS,
        /** Batches that were on their way for long take effect. */
        LAND
    }
}
