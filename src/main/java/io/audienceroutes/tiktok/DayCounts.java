package io.audienceroutes.tiktok;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the calls of a UTC day. {@link CallPacer} reserves them in small lots, so that a stored count costs one write
 * per hundred calls and survives the process; reservations of a killed process count as used.
 */
public interface DayCounts {
    /**
     * Takes calls of a day.
     *
     * @param lane an app's or an advertiser's name in the count
     * @param wanted at least 1
     * @param limit of the day, over all processes
     * @return how many were reserved, at most {@code wanted}; 0 if the day is used up
     */
    int take(String lane, LocalDate day, int wanted, int limit);

    /** Returns reserved calls that were not made. */
    void giveBack(String lane, LocalDate day, int calls);

    /** Counts for as long as this object lives; for one thread at a time. */
    static DayCounts inMemory() {
        Map<String, Integer> counts = new HashMap<>();
        return new DayCounts() {
            @Override
            public int take(String lane, LocalDate day, int wanted, int limit) {
                int used = counts.getOrDefault(lane + day, 0);
                int taken = Math.max(0, Math.min(wanted, limit - used));
                counts.put(lane + day, used + taken);
                return taken;
            }

            @Override
            public void giveBack(String lane, LocalDate day, int calls) {
                counts.merge(lane + day, -calls, Integer::sum);
            }
        };
    }
}
