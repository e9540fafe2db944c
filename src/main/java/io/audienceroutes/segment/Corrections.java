package io.audienceroutes.segment;

import java.util.EnumMap;
import java.util.Map;

/** Counts the {@link Correction}s of one column of one chunk. */
final class Corrections {
    private final Map<Correction, Long> counts = new EnumMap<>(Correction.class);

    void count(Correction correction) {
        counts.merge(correction, 1L, Long::sum);
    }

    Map<Correction, Long> toMap() {
        return new EnumMap<>(counts);
    }
}
