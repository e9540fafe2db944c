package io.audienceroutes.stage.deliver;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Hands batches to the splitter. It keeps its word: a batch that was promised is handed out, and an end stays the end.
 * Camel's splitter with parallel processing asks twice, and ends before the batches in flight do where the second answer
 * is another one. A batch that was promised before something came in the way is not sent: its worker asks once more.
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

    /** Whether it hands out one batch at most: its sender needs no other threads. */
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
            throw new NoSuchElementException("every batch was handed out");
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
