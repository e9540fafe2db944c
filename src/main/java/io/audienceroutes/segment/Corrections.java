package io.audienceroutes.segment;

import java.util.EnumMap;
import java.util.Map;

/** Counts the {@link Correction}s of one column of one chunk. */
final class Corrections {
    private final long[] counts = new long[Correction.values().length];

    void count(Correction correction) {
        counts[correction.ordinal()]++;
    }

    Map<Correction, Long> toMap() {
        Map<Correction, Long> map = new EnumMap<>(Correction.class);
        for (Correction correction : Correction.values()) {
            if (counts[correction.ordinal()] > 0) {
                map.put(correction, counts[correction.ordinal()]);
            }
        }
        return map;
    }
}
