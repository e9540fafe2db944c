package io.audienceroutes.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files that were made to take all memory or time are read or refused, in a heap of 384 MiB. */
@Tag("flow")
class HostileFilesTest {
    private static final int MINUTES = 5;

    @Test
    void noFileTakesMoreMemoryThanAProcessHas(@TempDir Path folder) throws IOException, InterruptedException {
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx384m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileFiles.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        List<String> lines = Files.readAllLines(said, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as("%s", lines).isZero();
        assertThat(lines.stream().map(line -> line.replaceFirst(" \\(.*", "")))
                .containsExactly(
                        "line feeds: read 1",
                        "white lines: read 1",
                        "blank lines of objects: read 1",
                        "wide rows: read 2500",
                        "rows of commas: read 2000",
                        "cells of many values: read 120",
                        "objects of many keys: read 20003",
                        "objects of ever new keys: refused segment-file-broken-json",
                        "arrays of objects: refused segment-file-missing-column",
                        "an open quote: refused segment-file-broken-quoting",
                        "zip of blank lines: read 1",
                        "gzip bomb: refused segment-file-bad-archive",
                        "gzip bomb in gzip: refused segment-file-bad-archive",
                        "gzip of empty members: refused segment-file-empty",
                        "zstd bomb with the largest window: refused segment-file-bad-archive",
                        "zstd that asks for a window of terabytes: refused segment-file-bad-archive",
                        "zip with a directory of a million entries that says one: refused segment-file-bad-archive",
                        "zip whose entries share their bytes: refused segment-file-bad-archive",
                        "zip that says that it has 65535 entries: refused segment-file-bad-archive",
                        "zip whose directory is longer than the file: refused segment-file-bad-archive",
                        "pgp for 300,000 hidden recipients: refused segment-file-cannot-decrypt",
                        "pgp with an unknown packet of 600 MB: refused segment-file-cannot-decrypt",
                        "pgp with a key of 600 MB: refused segment-file-cannot-decrypt",
                        "pgp with a signature that says 2 GB: refused segment-file-cannot-decrypt",
                        "pgp with markers without end: refused segment-file-cannot-decrypt",
                        "pgp with signatures behind its text without end: refused segment-file-cannot-decrypt",
                        "pgp with a text that says 4 GB: refused segment-file-cannot-decrypt",
                        "pgp with armour of headers without end: refused segment-file-cannot-decrypt",
                        "pgp with a bomb of blank lines: refused segment-file-bad-archive");
    }
}
