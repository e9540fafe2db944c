package io.audienceroutes.stage.deliver;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Provides batches to the splitter consistently: after hasNext a batch is always returned, and an end stays the end.
 * Camel's parallel splitter calls hasNext twice, and ends before the batches in flight if the second result differs. A
 * batch that was announced before an obstacle occurred is not sent: its worker checks again.
 */
public final class BatchQueue implements Iterator<Batch> {
    private final Iterator<Batch> planned;
    private final DeliveryRun run;
    private final BooleanSupplier leave;
    private Optional<Batch> promised = Optional.empty();
    private boolean ended;
    private final boolean single;

    BatchQueue(boolean single, Iterator<Batch> planned, DeliveryRun run, BooleanSupplier leave) {
        this.single = single;
        this.planned = planned;
        this.run = run;
        this.leave = leave;
    }

    /** Whether it returns at most one batch: its sender needs no other threads. */
    public boolean isSingle() {
        return single;
    }

    @Override
    public boolean hasNext() {
        if (promised.isEmpty() && !ended) {
            ended = !planned.hasNext() || !goesOn();
            promised = ended ? Optional.empty() : Optional.of(planned.next());
        }
        return promised.isPresent();
    }

    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all batches have been handed out");
        }
        Batch next = promised.orElseThrow();
        promised = Optional.empty();
        return next;
    }

    private boolean goesOn() {
        if (leave.getAsBoolean()) {
            run.leave();
        }
        return run.goesOn();
    }
}
