package io.audienceroutes.watch;

import io.audienceroutes.destination.Rehearsal;
import io.audienceroutes.state.Environment;
import java.time.Duration;

/**
 * How audiences are watched.
 *
 * @param availableAfter how long after the last accepted batch a change is expected to show
 * @param interval between two readings of an audience that rests
 * @param expiresSoon how long before an audience's end people hear of it
 * @param stale after so long without a delivery people hear of it; zero: never
 * @param keepHistory how long readings are kept
 * @param environment of the bundle: production does not watch the audiences of rehearsals, which the simulator forgets
 */
public record WatchSettings(
        Duration availableAfter,
        Duration interval,
        Duration expiresSoon,
        Duration stale,
        Duration keepHistory,
        Environment environment) {
    /** Whether an audience of this credential is looked after. */
    boolean watches(String credential) {
        return environment == Environment.SANDBOX || !credential.equals(Rehearsal.CREDENTIAL);
    }

    WatchRules rules() {
        return new WatchRules(availableAfter, interval, expiresSoon, stale);
    }
}
