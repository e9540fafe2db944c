package io.audienceroutes.workflow;

/** What a runner does with a claimed workflow. Route {@code run-stage} has a branch for each that it can run. */
public enum Work {
    /** An operator asked to stop. */
    STOP,
    /** Process after process ended while it worked on this one: it fails instead of running again. */
    PUT_ASIDE,
    /** Its file was being copied when the process ended: no runner can continue that. */
    CUT_OFF,
    PREPARE,
    /** Prepare of a sample: its members are taken from a list that was prepared before. */
    SAMPLE,
    COMPARE,
    DELIVER,
    CONFIRM,
    /** The audience of an expired sample is deleted. */
    REMOVAL,
    /** What a delivery would do is found out. */
    PLAN;

    static Work of(Stage stage) {
        return switch (stage) {
            case RECEIVE -> CUT_OFF;
            case PREPARE -> PREPARE;
            case COMPARE -> COMPARE;
            case DELIVER -> DELIVER;
            case CONFIRM -> CONFIRM;
        };
    }
}
