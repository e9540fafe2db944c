package io.audienceroutes.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever reads a file may leave between two reads, also where no row comes for a long time. */
final class LeavingReadsTest {
    private static final int BLANK_BYTES = 1 << 24;
    private static final long READS_BEFORE = 5;

    @TempDir
    Path folder;

    @Test
    void blankLinesBelowARowAreLeft() throws IOException {
        byte[] text = withBlankLines("email\nann@example.com\n");

        assertLeft(text, parts -> parts.next().rows(10_000).next());
        assertLeft(gzip(text), parts -> parts.next().rows(10_000).next());
        assertLeft(zip(text), parts -> parts.next().rows(10_000).next());
    }

    @Test
    void charactersForAnotherParserAreLeft() throws IOException {
        byte[] text = withBlankLines("email\nann@example.com\n");

        assertLeft(text, parts -> parts.next().reader().transferTo(Writer.nullWriter()));
    }

    /** The keys of JSON Lines are found when the part is opened: no row was asked for yet. */
    @Test
    void keysOfJsonLinesAreLeft() throws IOException {
        assertLeft(withBlankLines("{\"email\":\"ann@example.com\"}\n"), SegmentParts::next);
    }

    @Test
    void archiveInAnotherContainerIsLeftWhileItIsUnpacked() throws IOException {
        byte[] noise = new byte[BLANK_BYTES];
        new Random(1).nextBytes(noise);

        assertLeft(gzip(zip(noise)), parts -> parts.next());
    }

    private interface Work {
        void with(SegmentParts parts) throws IOException;
    }

    private void assertLeft(byte[] bytes, Work work) throws IOException {
        Path file = Files.write(folder.resolve("list"), bytes);
        AtomicLong reads = new AtomicLong();
        SegmentFormats formats = new SegmentFormats(FormatLimits.defaults(), Path::of, name -> Optional.empty());

        assertThatThrownBy(() -> {
                    try (SegmentParts parts = formats.open(file, "list", FileFormat.detected(), () -> {
                        if (reads.incrementAndGet() > READS_BEFORE) {
                            throw new Left();
                        }
                    })) {
                        work.with(parts);
                    }
                })
                .isInstanceOf(Left.class);
        assertThat(reads).as("nothing is read afterwards").hasValueLessThan(READS_BEFORE + 3);
    }

    private static byte[] withBlankLines(String head) {
        return (head + "\n".repeat(BLANK_BYTES)).getBytes(UTF_8);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] zip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(packed)) {
            zip.putNextEntry(new ZipEntry("list.csv"));
            zip.write(bytes);
        }
        return packed.toByteArray();
    }

    /** What a stop raises. */
    private static final class Left extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
