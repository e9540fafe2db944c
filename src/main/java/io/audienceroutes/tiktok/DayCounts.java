package io.audienceroutes.tiktok;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the calls of a day of UTC are counted. {@link CallPacer} takes them in small lots, so that a count that is stored
 * costs a write every hundred calls and outlives the process; what a killed process had taken counts as used.
 */
public interface DayCounts {
    /**
     * Takes calls of a day.
     *
     * @param lane an app's or an advertiser's name in the count
     * @param wanted at least 1
     * @param limit of the day, over all processes
     * @return how many were taken, at most {@code wanted}; 0 when the day is used up
     */
    int take(String lane, LocalDate day, int wanted, int limit);

    /** Gives back calls that were taken and not made. */
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
