package io.audienceroutes.benchmark;

import java.util.Map;
import java.util.TreeMap;

/** What the bundle took and what its floor took, by measure. */
final class Trials {
    private final Map<String, Samples> bundle = new TreeMap<>();
    private final Map<String, Samples> floors = new TreeMap<>();

    Samples of(String measure) {
        return bundle.computeIfAbsent(measure, name -> new Samples());
    }

    Samples floorOf(String measure) {
        return floors.computeIfAbsent(measure, name -> new Samples());
    }

    /** The most memory of any of them, in MiB. */
    long peak() {
        return bundle.values().stream().mapToLong(Samples::peak).max().orElse(0);
    }
}
