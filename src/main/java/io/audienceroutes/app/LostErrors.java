package io.audienceroutes.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;

/**
 * What becomes of an {@link Error} that is met between the steps of a route, where no exchange is known to Camel: in a
 * splitter's iterator, in its aggregation, in Camel itself. It fails what the thread that met it works for: the exchange
 * that this thread waits for, else the one that the thread waits for which gave it the work, else that thread's claim.
 */
final class LostErrors {
    private final Map<Thread, Thread> givers = new ConcurrentHashMap<>();
    private final Map<Thread, Deque<Wait>> waits = new ConcurrentHashMap<>();
    private final BiConsumer<List<Thread>, RuntimeCamelException> unawaited;

    /** Hands over what nobody waits for, with the thread that met it and the one that gave it the work. */
    LostErrors(BiConsumer<List<Thread>, RuntimeCamelException> unawaited) {
        this.unawaited = unawaited;
    }

    /** The work, done later by a thread of a pool for the one that asks now. */
    Runnable given(Runnable work) {
        Thread here = Thread.currentThread();
        Thread asking = waits.containsKey(here) ? here : givers.getOrDefault(here, here);
        return () -> {
            Thread worker = Thread.currentThread();
            Optional<Thread> before = Optional.ofNullable(givers.put(worker, asking));
            try {
                work.run();
            } catch (Error e) {
                met(e);
            } finally {
                before.ifPresentOrElse(thread -> givers.put(worker, thread), () -> givers.remove(worker));
            }
        };
    }

    /** The work, whose Error ends it and nothing else. */
    Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (Error e) {
                met(e);
            }
        };
    }

    /** Begins to wait, in this thread, until others have worked on the exchange. */
    void begin(Exchange exchange, CountDownLatch latch) {
        waits.computeIfAbsent(Thread.currentThread(), thread -> new ConcurrentLinkedDeque<>())
                .push(new Wait(exchange, latch));
    }

    /** The innermost wait of this thread is over. */
    void end() {
        waits.computeIfPresent(Thread.currentThread(), (thread, own) -> {
            own.poll();
            return own.isEmpty() ? null : own;
        });
    }

    private void met(Error error) {
        RuntimeCamelException failure = new RuntimeCamelException(error);
        Thread here = Thread.currentThread();
        Thread asking = givers.getOrDefault(here, here);
        Optional<Wait> wait = innermost(here).or(() -> innermost(asking));
        if (wait.isPresent()) {
            wait.get().fail(failure);
        } else {
            unawaited.accept(List.of(here, asking), failure);
        }
    }

    private Optional<Wait> innermost(Thread thread) {
        return Optional.ofNullable(
                waits.getOrDefault(thread, new ArrayDeque<>()).peek());
    }

    private record Wait(Exchange exchange, CountDownLatch latch) {
        void fail(RuntimeCamelException failure) {
            exchange.setException(failure);
            latch.countDown();
        }
    }
}
