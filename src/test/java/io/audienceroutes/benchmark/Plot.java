package io.audienceroutes.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Draws results as SVG: seconds over rows, both axes logarithmic, a line for each measure and a dashed one for its floor.
 * A straight line that rises one decade a decade is a cost that grows with the rows and no faster.
 */
final class Plot {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 150;
    private static final int TOP = 50;
    private static final int BOTTOM = 50;
    private static final List<String> MEASURES = List.of("deliver", "prepare", "compare");
    private static final List<String> COLOURS = List.of("#b3261e", "#1a5fb4", "#26734d");

    private final Map<String, TreeMap<Double, JsonNode>> lines = new TreeMap<>();
    private final StringBuilder svg = new StringBuilder();
    private double lowestRows = Double.MAX_VALUE;
    private double highestRows;
    private double lowestSeconds = Double.MAX_VALUE;
    private double highestSeconds;

    private Plot() {}

    /** Draws the last result of each measure and size of a file of JSON lines; needs two sizes at least. */
    static void draw(Path results, Path svg) throws IOException {
        Plot plot = new Plot();
        for (String line : Files.readAllLines(results)) {
            plot.take(JSON.readTree(line));
        }
        if (plot.lowestRows < plot.highestRows) {
            Files.writeString(svg, plot.drawn());
        }
    }

    private void take(JsonNode measure) {
        String what = measure.path("what").asText();
        if (MEASURES.contains(what)) {
            double rows = measure.path("rows").asDouble();
            lines.computeIfAbsent(what, name -> new TreeMap<>()).put(rows, measure);
            lowestRows = Math.min(lowestRows, rows);
            highestRows = Math.max(highestRows, rows);
            for (String field : List.of("seconds", "floorSeconds")) {
                double seconds = measure.path(field).asDouble();
                lowestSeconds = Math.min(lowestSeconds, seconds);
                highestSeconds = Math.max(highestSeconds, seconds);
            }
        }
    }

    private String drawn() {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">",
                WIDTH, HEIGHT);
        add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        add("<text x=\"%d\" y=\"24\" font-size=\"16\">Seconds over rows; dashed: the floor in plain Java</text>", LEFT);
        for (double rows = decade(lowestRows); rows <= highestRows * 1.01; rows *= 10) {
            double x = x(Math.max(rows, lowestRows));
            add("<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#ddd\"/>", x, x, TOP, HEIGHT - BOTTOM);
            add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", x, HEIGHT - BOTTOM + 20, millions(rows));
        }
        for (double seconds = decade(lowestSeconds); seconds <= 10 * highestSeconds; seconds *= 10) {
            if (seconds >= lowestSeconds && seconds <= highestSeconds) {
                double y = y(seconds);
                add("<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, WIDTH - RIGHT, y, y);
                add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s s</text>", LEFT - 8, y + 4, plain(seconds));
            }
        }
        for (int i = 0; i < MEASURES.size(); i++) {
            TreeMap<Double, JsonNode> line = lines.getOrDefault(MEASURES.get(i), new TreeMap<>());
            if (!line.isEmpty()) {
                draw(line, "seconds", COLOURS.get(i), "");
                draw(line, "floorSeconds", COLOURS.get(i), " stroke-dasharray=\"5 4\"");
                add(
                        "<text x=\"%d\" y=\"%.1f\" fill=\"%s\">%s</text>",
                        WIDTH - RIGHT + 10,
                        y(line.lastEntry().getValue().path("seconds").asDouble()) + 4,
                        COLOURS.get(i),
                        MEASURES.get(i));
            }
        }
        return svg.append("</svg>\n").toString();
    }

    private void draw(Map<Double, JsonNode> line, String field, String colour, String dashes) {
        StringBuilder points = new StringBuilder();
        line.forEach((rows, measure) -> {
            double x = x(rows);
            double y = y(measure.path(field).asDouble());
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
            add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x, y, colour);
        });
        add(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s points=\"%s\"/>",
                colour, dashes, points.toString().trim());
    }

    private double x(double rows) {
        return LEFT + (WIDTH - LEFT - RIGHT) * share(rows, lowestRows, highestRows);
    }

    private double y(double seconds) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share(seconds, lowestSeconds, highestSeconds);
    }

    private static double share(double value, double lowest, double highest) {
        return Math.log(value / lowest) / Math.log(highest / lowest);
    }

    private static double decade(double value) {
        return Math.pow(10, Math.floor(Math.log10(value)));
    }

    private static String millions(double rows) {
        return rows >= 1_000_000 ? plain(rows / 1_000_000) + " M" : plain(rows / 1000) + " k";
    }

    private static String plain(double value) {
        return value >= 1 ? String.format(Locale.ROOT, "%.0f", value) : String.format(Locale.ROOT, "%.1f", value);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
