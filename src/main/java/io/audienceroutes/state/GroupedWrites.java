package io.audienceroutes.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Commits the small writes of several threads together: one thread at a time executes all pending writes in its
 * transaction. A durable commit waits for the disk, so ten threads cost little more than one.
 */
final class GroupedWrites {
    private final Consumer<Consumer<Handle>> transaction;
    private final Queue<Write> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();

    /** Writes through these transactions. */
    GroupedWrites(Consumer<Consumer<Handle>> transaction) {
        this.transaction = transaction;
    }

    /** Returns when the work is committed; what the work, or its commit, throws is thrown here. */
    void write(Consumer<Handle> work) {
        Write mine = new Write(work);
        waiting.add(mine);
        turn.lock();
        try {
            if (!mine.done) {
                commitWaiting();
            }
        } finally {
            turn.unlock();
        }
        mine.requireCommitted();
    }

    private void commitWaiting() {
        List<Write> group = new ArrayList<>();
        for (Write write = waiting.poll(); write != null; write = waiting.poll()) {
            group.add(write);
        }
        try {
            transaction.accept(handle -> group.forEach(write -> write.work.accept(handle)));
            group.forEach(write -> write.done = true);
        } catch (RuntimeException e) {
            // One bad write must not fail the others
            group.forEach(this::commitAlone);
        } catch (Error e) {
            // Rolled back: waiting threads must not assume that their writes were committed
            group.forEach(write -> write.fail(new IllegalStateException("The write was not committed", e)));
            throw e;
        }
    }

    private void commitAlone(Write write) {
        try {
            transaction.accept(write.work);
            write.done = true;
        } catch (RuntimeException e) {
            write.fail(e);
        } catch (Error e) {
            write.fail(new IllegalStateException("The write was not committed", e));
        }
    }

    /** Written and read under the lock, the failure also by its own thread after it had the lock. */
    private static final class Write {
        private final Consumer<Handle> work;
        private Optional<RuntimeException> failure = Optional.empty();
        private boolean done;

        private Write(Consumer<Handle> work) {
            this.work = work;
        }

        private void fail(RuntimeException why) {
            failure = Optional.of(why);
            done = true;
        }

        private void requireCommitted() {
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
    }
}
