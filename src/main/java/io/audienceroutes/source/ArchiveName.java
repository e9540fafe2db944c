package io.audienceroutes.source;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The archive name of a picked-up file: the time, and its sanitised name: without separators, control characters or
 * SFTP patterns, at most 255 bytes, with its extension.
 */
final class ArchiveName {
    private static final int MOST_BYTES = 255;
    private static final int MOST_ENDING = 20;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private ArchiveName() {}

    /**
     * @param attempt from 0: if a name is taken, the next number is tried
     */
    static String of(Instant now, String fileName, int attempt) {
        String prefix = TIME.format(now) + (attempt == 0 ? "-" : "-" + attempt + "-");
        return prefix + shortened(safe(fileName), MOST_BYTES - prefix.length());
    }

    static String safe(String fileName) {
        return fileName.replaceAll("[\\p{Cntrl}/\\\\*?\\uFFFD]", "_");
    }

    private static String shortened(String name, int mostBytes) {
        if (bytes(name) <= mostBytes) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String ending = dot > 0 && bytes(name.substring(dot)) <= MOST_ENDING ? name.substring(dot) : "";
        String stem = name.substring(0, name.length() - ending.length());
        while (bytes(stem) > mostBytes - bytes(ending)) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem + ending;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
