package io.audienceroutes.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Figures of deliveries, one column each, the oldest on the left: one figure up, and where there is another, that one down.
 * Drawn 640 by 160.
 *
 * @param up what the figure above the line counts
 * @param down what the figure below it counts; empty where there is none
 */
record Columns(String title, String up, String down, List<Delivery> deliveries) {
    static final int WIDTH = 640;
    static final int HEIGHT = 160;
    private static final int MARGIN = 4;

    Columns {
        deliveries = List.copyOf(deliveries);
    }

    boolean twoSided() {
        return !down.isEmpty();
    }

    /** The height of the line that columns stand on: each side has the room that its largest figure needs. */
    int line() {
        double up = Math.sqrt((double) largest(Delivery::up));
        double both = up + Math.sqrt((double) largest(Delivery::down));
        return MARGIN + (int) Math.round(room() * (both == 0 ? 1 : up / both));
    }

    private static int room() {
        return HEIGHT - 2 * MARGIN;
    }

    long largest() {
        return Math.max(largest(Delivery::up), largest(Delivery::down));
    }

    private long largest(ToLongFunction<Delivery> figure) {
        return deliveries.stream().mapToLong(figure).max().orElse(0);
    }

    List<Drawn> drawn() {
        List<Drawn> drawn = new ArrayList<>();
        // By the root: a first list is a thousand times as long as what changes on a day
        double unit = room()
                / Math.max(1, Math.sqrt((double) largest(Delivery::up)) + Math.sqrt((double) largest(Delivery::down)));
        int step = Math.min(48, WIDTH / Math.max(1, deliveries.size()));
        int width = Math.max(3, step - 6);
        int x = 3;
        for (Delivery delivery : deliveries) {
            drawn.add(new Drawn(x, width, height(delivery.up(), unit), height(delivery.down(), unit), delivery));
            x += step;
        }
        return drawn;
    }

    private static int height(long figure, double unit) {
        return figure == 0 ? 0 : (int) Math.max(2, Math.round(unit * Math.sqrt((double) figure)));
    }

    /** What the drawing says. */
    String words() {
        return title + ", " + Show.count(deliveries.size()) + " of the last deliveries; at most "
                + Show.count(largest()) + " in one";
    }

    /** One delivery's figures. */
    record Delivery(String id, Instant at, long up, long down) {
        String path() {
            return "/workflows/" + Show.path(id);
        }
    }

    /** A delivery where it is drawn. */
    record Drawn(int x, int width, int up, int down, Delivery delivery) {}
}
