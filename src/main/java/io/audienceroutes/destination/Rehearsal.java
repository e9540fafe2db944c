package io.audienceroutes.destination;

import java.util.List;

/**
 * What a destination in the sandbox delivers with, in place of its own credential and advertisers: those of the
 * simulator. Books, snapshots and audiences are kept by owner, so that nothing of a rehearsal is ever taken for
 * production's; and a call with this credential leads to the simulator alone.
 */
public final class Rehearsal {
    /** The credential of every rehearsal; no destination may name it as its own. */
    public static final String CREDENTIAL = "rehearsal";

    /** Two advertisers of the simulator, of one business account. */
    private static final List<String> ADVERTISERS = List.of("7000000000000000001", "7000000000000000002");

    private Rehearsal() {}

    static List<String> advertisers(int wanted) {
        return ADVERTISERS.subList(0, Math.min(wanted, ADVERTISERS.size()));
    }

    /** Under whom the audiences of rehearsals are kept. */
    public static List<String> owners() {
        return ADVERTISERS;
    }
}
