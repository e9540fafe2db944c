package io.audienceroutes.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One line of the results.
 *
 * @param what the measure's name
 * @param rows what it worked on
 * @param seconds the median of the runs
 * @param floorSeconds the median of the floor's runs
 * @param ratio to the floor; 1 is as good
 * @param peakRssMiB the most physical memory of the process, over the runs
 */
record Measure(
        String what,
        long rows,
        OptionalDouble seconds,
        OptionalDouble floorSeconds,
        OptionalDouble ratio,
        OptionalLong peakRssMiB) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Time against the floor's time. */
    static Measure timed(String what, long rows, double seconds, double floorSeconds, OptionalLong peakRssMiB) {
        return new Measure(
                what,
                rows,
                OptionalDouble.of(seconds),
                OptionalDouble.of(floorSeconds),
                OptionalDouble.of(seconds / floorSeconds),
                peakRssMiB);
    }

    /** Memory against that of fewer rows. */
    static Measure ofMemory(long rows, long peakRssMiB, long peakOfFewerRows) {
        return new Measure(
                "memory",
                rows,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.of((double) peakRssMiB / peakOfFewerRows),
                OptionalLong.of(peakRssMiB));
    }

    OptionalDouble perSecond() {
        return seconds.isPresent() ? OptionalDouble.of(rows / seconds.getAsDouble()) : seconds;
    }

    String json() {
        ObjectNode line = JSON.createObjectNode();
        line.put("what", what);
        line.put("rows", rows);
        put(line, "seconds", seconds);
        put(line, "perSecond", perSecond());
        put(line, "floorSeconds", floorSeconds);
        put(line, "ratio", ratio);
        peakRssMiB.ifPresentOrElse(value -> line.put("peakRssMiB", value), () -> line.putNull("peakRssMiB"));
        return line.toString();
    }

    private static void put(ObjectNode line, String field, OptionalDouble value) {
        value.ifPresentOrElse(number -> line.put(field, Math.round(number * 1000) / 1000.0), () -> line.putNull(field));
    }

    static String heading() {
        return String.format(
                Locale.ROOT,
                "%-10s %13s %9s %13s %9s %6s %9s",
                "what",
                "rows",
                "seconds",
                "a second",
                "floor",
                "ratio",
                "peak MiB");
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%-10s %,13d %9s %13s %9s %6s %9s",
                what,
                rows,
                text("%.2f", seconds),
                text("%,.0f", perSecond()),
                text("%.2f", floorSeconds),
                text("%.2f", ratio),
                peakRssMiB.isPresent() ? Long.toString(peakRssMiB.getAsLong()) : "-");
    }

    private static String text(String format, OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "-";
    }
}
