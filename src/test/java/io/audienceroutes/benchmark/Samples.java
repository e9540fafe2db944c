package io.audienceroutes.benchmark;

import io.audienceroutes.benchmark.Bench.Delivery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/** What the runs of one measure took. */
final class Samples {
    private final List<Double> seconds = new ArrayList<>();
    private long peak;

    void add(double taken) {
        seconds.add(taken);
    }

    void add(double taken, OptionalLong peakMib) {
        seconds.add(taken);
        peak = Math.max(peak, peakMib.orElse(0));
    }

    void add(Delivery delivery) {
        add(delivery.process(), delivery.peakMib());
    }

    /** The most memory of any run, in MiB; 0 where none was told. */
    long peak() {
        return peak;
    }

    double median() {
        List<Double> sorted = new ArrayList<>(seconds);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    Measure measure(String what, long rows, Samples floor) {
        OptionalLong memory = peak == 0 ? OptionalLong.empty() : OptionalLong.of(peak);
        return Measure.timed(what, rows, median(), floor.median(), memory);
    }
}
