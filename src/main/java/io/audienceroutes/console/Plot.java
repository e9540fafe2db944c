package io.audienceroutes.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Figures over time as a drawing of 640 by 180, and as a table for those who do not see it.
 *
 * @param unit what is counted
 * @param minimum a line that the figures should stay above; 0 where there is none
 */
record Plot(String title, String unit, long minimum, List<Point> points) {
    static final int WIDTH = 640;
    static final int HEIGHT = 180;
    private static final int LEFT = 8;
    private static final int RIGHT = 8;
    private static final int TOP = 18;
    private static final int BOTTOM = 10;

    Plot {
        points = List.copyOf(points);
    }

    boolean drawable() {
        return points.size() > 1;
    }

    long largest() {
        return Math.max(minimum, points.stream().mapToLong(Point::value).max().orElse(0));
    }

    Optional<Point> newest() {
        return points.isEmpty() ? Optional.empty() : Optional.of(points.get(points.size() - 1));
    }

    private double x(Instant at) {
        Instant from = points.get(0).at();
        double whole = Math.max(
                1, Duration.between(from, points.get(points.size() - 1).at()).toMillis());
        return LEFT + (WIDTH - LEFT - RIGHT) * (Duration.between(from, at).toMillis() / whole);
    }

    private double y(long value) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * ((double) value / Math.max(1, largest()));
    }

    /** Where the line of the minimum is. */
    String minimumY() {
        return number(y(minimum));
    }

    /** The curve as a path. */
    String curve() {
        return "M"
                + points.stream()
                        .map(point -> number(x(point.at())) + " " + number(y(point.value())))
                        .collect(Collectors.joining("L"));
    }

    /** The area under it. */
    String area() {
        String floor = number(HEIGHT - BOTTOM);
        return curve() + "L" + number(x(points.get(points.size() - 1).at())) + " " + floor + "L"
                + number(x(points.get(0).at())) + " " + floor + "Z";
    }

    List<Spot> spots() {
        List<Spot> spots = new ArrayList<>();
        points.forEach(point -> spots.add(new Spot(number(x(point.at())), number(y(point.value())), point)));
        return spots;
    }

    /** What the drawing says. */
    String words() {
        if (points.isEmpty()) {
            return title + ": no figures yet";
        }
        Point first = points.get(0);
        Point last = points.get(points.size() - 1);
        return title + ": from " + Show.count(first.value()) + " to " + Show.count(last.value()) + " " + unit + ", "
                + Show.count(points.size()) + " readings";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** A figure at a time. */
    record Point(Instant at, long value) {}

    /** A point where it is drawn. */
    record Spot(String x, String y, Point point) {}
}
