package io.audienceroutes.destination;

import java.util.List;

/**
 * The credential and advertisers of a destination in the sandbox: those of the simulator. Ledger, snapshots and
 * audiences are stored by owner, so rehearsal data never mixes with production data; and calls with this credential go
 * only to the simulator.
 */
public final class Rehearsal {
    /** The credential of every rehearsal; no destination may configure it. */
    public static final String CREDENTIAL = "rehearsal";

    /** Two advertisers of the simulator, of one business account. */
    private static final List<String> ADVERTISERS = List.of("7000000000000000001", "7000000000000000002");

    private Rehearsal() {}

    static List<String> advertisers(int wanted) {
        return ADVERTISERS.subList(0, Math.min(wanted, ADVERTISERS.size()));
    }

    /** The owner of the audiences of rehearsals. */
    public static List<String> owners() {
        return ADVERTISERS;
    }
}
