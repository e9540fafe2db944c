package io.audienceroutes.stage;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The progress of the stages running in this process; only for display. */
public final class Progress {
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    public void begin(String workflowId, String unit) {
        counters.put(workflowId, new Counter(unit, 0, new LongAdder(), System.nanoTime()));
    }

    public void begin(String workflowId, String unit, long total) {
        counters.put(workflowId, new Counter(unit, total, new LongAdder(), System.nanoTime()));
    }

    public void advance(String workflowId, long count) {
        Counter counter = counters.get(workflowId);
        if (counter != null) {
            counter.done().add(count);
        }
    }

    public void end(String workflowId) {
        counters.remove(workflowId);
    }

    /** The progress of a workflow, if one of its stages is running here. */
    public Optional<Position> of(String workflowId) {
        return Optional.ofNullable(counters.get(workflowId))
                .map(counter -> new Position(
                        counter.unit(),
                        counter.done().sum(),
                        counter.total(),
                        (System.nanoTime() - counter.sinceNanos()) / 1e9));
    }

    private record Counter(String unit, long total, LongAdder done, long sinceNanos) {}

    /**
     * A position.
     *
     * @param unit {@code rows} or {@code members}
     * @param total the total; 0 if unknown
     * @param seconds since the stage began here
     */
    public record Position(String unit, long done, long total, double seconds) {
        /** Units per second since the stage began here. */
        public double rate() {
            return seconds > 0 ? done / seconds : 0;
        }
    }
}
