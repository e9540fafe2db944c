package io.audienceroutes.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who holds a lease, and when another process may take it. */
final class LeasesTest {
    private static final Duration LENGTH = Duration.ofMinutes(1);
    private static final Duration IN_FLIGHT = Duration.ofSeconds(20);
    private static final String NAME = "workflow w1";

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock();
    private final Leases ours = new Leases(clock, LENGTH, IN_FLIGHT, ProcessOwner.here());
    private final Leases theirs = new Leases(clock, LENGTH, IN_FLIGHT, ProcessOwner.here());
    private StateDatabase database;

    @BeforeEach
    void open() {
        database = new StateDatabase(folder.resolve("state.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aLeaseHasOneHolderWhoMayTakeItAgain() {
        assertThat(acquire(ours)).isTrue();

        assertThat(acquire(theirs)).isFalse();
        assertThat(acquire(ours)).isTrue();
        assertThat(is(handle -> theirs.heldElsewhere(handle, NAME))).isTrue();
        assertThat(is(handle -> ours.heldElsewhere(handle, NAME))).isFalse();
    }

    @Test
    void aSilentHoldersLeaseIsFreeWhenItsRequestsInFlightAreOverToo() {
        acquire(ours);
        clock.advance(LENGTH.plus(IN_FLIGHT).minusSeconds(1));
        assertThat(acquire(theirs)).isFalse();

        clock.advance(Duration.ofSeconds(1));

        assertThat(is(handle -> theirs.leftBehind(handle, NAME))).isTrue();
        assertThat(acquire(theirs)).isTrue();
    }

    @Test
    void aRenewedLeaseStaysHeld() {
        acquire(ours);
        clock.advance(LENGTH);
        database.useTransaction(ours::renewAll);
        clock.advance(LENGTH);

        assertThat(acquire(theirs)).isFalse();
    }

    @Test
    void aDeadProcessOfThisMachineHoldsNothing() {
        ProcessOwner here = ProcessOwner.here();
        ProcessOwner dead = new ProcessOwner(here.machine(), here.pid(), here.startedAt() + 1, "before");
        acquire(new Leases(clock, LENGTH, IN_FLIGHT, dead));

        assertThat(is(handle -> ours.held(handle, NAME))).isFalse();
        assertThat(is(handle -> ours.leftBehind(handle, NAME))).isTrue();
        assertThat(acquire(ours)).isTrue();
    }

    @Test
    void aProcessOfAnotherMachineIsAliveAsLongAsItsLeaseSays() {
        ProcessOwner elsewhere = new ProcessOwner("elsewhere", 1, 1, "x");
        acquire(new Leases(clock, LENGTH, IN_FLIGHT, elsewhere));

        assertThat(acquire(ours)).isFalse();
    }

    @Test
    void onlyTheHolderReleases() {
        acquire(ours);

        database.useTransaction(handle -> theirs.release(handle, NAME));
        assertThat(is(handle -> ours.held(handle, NAME))).isTrue();
        database.useTransaction(ours::releaseAll);
        assertThat(is(handle -> ours.held(handle, NAME))).isFalse();
        assertThat(own()).isEmpty();
    }

    @Test
    void theFenceRisesWithEachNewHolderAlone() {
        acquire(ours);
        acquire(ours);
        assertThat(fence()).isEqualTo(1);
        clock.advance(LENGTH.plus(IN_FLIGHT).plusSeconds(1));

        acquire(theirs);

        assertThat(fence()).isEqualTo(2);
    }

    private boolean acquire(Leases leases) {
        return is(handle -> leases.acquire(handle, NAME));
    }

    private boolean is(Predicate<Handle> question) {
        return database.inTransaction(question::test);
    }

    private Set<String> own() {
        return database.inTransaction(ours::own);
    }

    private int fence() {
        return database.inTransaction(handle -> handle.createQuery("SELECT fence FROM lease")
                .mapTo(Integer.class)
                .one());
    }
}
