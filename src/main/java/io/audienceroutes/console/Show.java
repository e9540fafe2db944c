package io.audienceroutes.console;

import io.audienceroutes.text.Figures;
import io.audienceroutes.text.SafeText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Values as templates show them. */
final class Show {
    private static final int BRIEF = 90;
    private static final int TYPED = 200;
    private static final int MEDIUM = 220;
    private static final int LONG = 4_000;
    private static final DateTimeFormatter PLAIN =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private Show() {}

    /** A value from outside on one line, as far as one wants to read it in a list. */
    static String brief(String text) {
        return cut(SafeText.line(text), BRIEF);
    }

    /** A value from outside on one line. */
    static String line(String text) {
        return cut(SafeText.line(text), LONG);
    }

    /** A text with line feeds of its own, such as a message. */
    static String text(String text) {
        return cut(SafeText.of(text), LONG);
    }

    /** What somebody typed into a field of one line: without what cannot be typed there. */
    static String typed(String text) {
        StringBuilder typed = new StringBuilder();
        text.strip()
                .codePoints()
                .filter(character ->
                        SafeText.line(Character.toString(character)).equals(Character.toString(character)))
                .limit(TYPED)
                .forEach(typed::appendCodePoint);
        return typed.toString();
    }

    /** A message in a list: its first sentences. */
    static String medium(String text) {
        return cut(SafeText.line(text), MEDIUM);
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }

    static String count(long number) {
        return Figures.count(number);
    }

    static String count(long number, String noun) {
        return Figures.count(number, noun);
    }

    static String span(Duration time) {
        return Figures.span(time);
    }

    /** For {@code datetime}, which scripts read. */
    static String iso(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** For people whose browser runs no script. */
    static String plain(Instant time) {
        return PLAIN.format(time) + " UTC";
    }

    /** For the tip over a time. */
    static String exact(Instant time) {
        return iso(time).replace('T', ' ').replace("Z", " UTC");
    }

    /** A value as part of a path. */
    static String path(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A path with the parameters that are not empty. */
    static String link(String path, Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + "=" + path(entry.getValue()))
                .collect(Collectors.joining("&"));
        return parameters.isEmpty() ? path : path + "?" + parameters;
    }

    /** A word in the middle of a name, such as {@code segment-file}, for people. */
    static String words(String id) {
        String words = id.replace('-', ' ').replace('_', ' ').toLowerCase(Locale.ROOT);
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** What stands for a person in a small circle. */
    static String initial(String name) {
        String visible = SafeText.line(name).strip();
        return visible.isEmpty()
                ? "?"
                : visible.substring(0, visible.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
    }

    /** How many of a hundred; 0 where there is nothing. */
    static long percent(long part, long whole) {
        return whole <= 0 ? 0 : Math.min(100, Math.round(100.0 * part / whole));
    }
}
