package io.audienceroutes.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.audienceroutes.segment.RowChunk;
import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.testing.PgpKit;
import io.audienceroutes.testing.PgpKit.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever the bytes: records and lines are right, or the file is refused with a reason. */
class FormatPropertiesTest {
    private static final String PASSPHRASE = "correct horse";
    private static final FormatLimits LIMITS = new FormatLimits(1 << 22, 200, 20, new ReadLimits(10_000));

    private static Path folder;
    private static PgpKit ours;

    /** One layer around the bytes of a file. */
    enum Layer {
        GZIP,
        ZSTD,
        ZIP,
        PGP
    }

    /** How a CSV text is written. */
    record Dialect(Delimiter delimiter, String lineEnd, CharacterSet characterSet, boolean mark, boolean quoted) {}

    @BeforeContainer
    static void makeKeys() throws IOException {
        folder = Files.createTempDirectory("format-properties");
        ours = PgpKit.withPassphrase(PASSPHRASE);
        ours.writePrivateKey(folder.resolve("ours.asc"));
    }

    @AfterContainer
    static void deleteFiles() throws IOException {
        Files.deleteIfExists(folder.resolve("ours.asc"));
        Files.deleteIfExists(folder.resolve("list"));
        Files.delete(folder);
    }

    @Property(tries = 300)
    void whatWasWrittenIsReadBack(
            @ForAll("dialects") Dialect dialect,
            @ForAll("rows") List<List<String>> rows,
            @ForAll("layers") List<Layer> layers) {
        byte[] file = packed(encoded(dialect, rows), layers);
        FileFormat settings = settings(Optional.of(dialect), layers);

        List<List<String>> read = new ArrayList<>();
        List<Long> lines = new ArrayList<>();
        for (RowChunk chunk : read(file, settings)) {
            read.addAll(chunk.rows());
            Arrays.stream(chunk.lines()).forEach(lines::add);
        }

        assertThat(read).isEqualTo(rows);
        assertThat(lines).isEqualTo(linesOf(rows));
    }

    @Property(tries = 300)
    void detectionIsRightOrAsksForASetting(
            @ForAll("dialects") Dialect dialect, @ForAll("rows") List<List<String>> rows) {
        boolean needsSetting = !dialect.mark() && dialect.characterSet() != CharacterSet.UTF_8;
        byte[] file = encoded(dialect, rows);
        FileFormat settings = needsSetting ? characterSetOnly(dialect) : FileFormat.detected();

        try {
            List<List<String>> read = new ArrayList<>();
            read(file, settings).forEach(chunk -> read.addAll(chunk.rows()));
            assertThat(read).isEqualTo(rows);
        } catch (SegmentFileRefused e) {
            assertThat(e.code()).as(e.getMessage()).isEqualTo("segment-file-unclear-format");
            assertThat(e).hasMessageContaining("Set format.delimiter");
        }
    }

    @Property(tries = 1_500)
    void damagedBytesAreReadOrRefusedAndNothingElse(
            @ForAll("dialects") Dialect dialect,
            @ForAll("rows") List<List<String>> rows,
            @ForAll("layers") List<Layer> layers,
            @ForAll("damages") List<Damage> damages,
            @ForAll boolean detected) {
        byte[] file = packed(encoded(dialect, rows), layers);
        for (Damage damage : damages) {
            file = damage.to(file);
        }
        FileFormat settings = settings(detected ? Optional.empty() : Optional.of(dialect), layers);

        try {
            assertThat(read(file, settings)).isNotNull();
        } catch (SegmentFileRefused e) {
            assertThat(e.getMessage()).endsWith(".").hasSizeBetween(60, 900);
        }
    }

    @Property(tries = 1_500)
    void damagedObjectsAreReadOrRefusedAndNothingElse(@ForAll("damages") List<Damage> damages) {
        byte[] file = ("{\"email\":\"ann@example.com\",\"n\":[1,\"é\",null]}\n\n{\"n\":2.5e3,\"x\":true}\r\n"
                        + "{\"email\":\"ben\\u0040example.org\"}")
                .getBytes(StandardCharsets.UTF_8);
        for (Damage damage : damages) {
            file = damage.to(file);
        }

        try {
            assertThat(read(file, FileFormat.detected())).isNotNull();
        } catch (SegmentFileRefused e) {
            assertThat(e.getMessage()).endsWith(".");
        }
    }

    @Property(tries = 1_000)
    void anyBytesAreReadOrRefused(@ForAll byte[] file) {
        try {
            assertThat(read(file, FileFormat.detected())).isNotNull();
        } catch (SegmentFileRefused e) {
            assertThat(e.getMessage()).endsWith(".");
        }
    }

    /** A byte overwritten, put in or left out, or the end cut off, at a share of the length. */
    record Damage(String kind, double share, byte value) {
        byte[] to(byte[] bytes) {
            int at = (int) (share * bytes.length);
            byte[] head = Arrays.copyOf(bytes, at);
            byte[] tail = Arrays.copyOfRange(bytes, at, bytes.length);
            return switch (kind) {
                case "overwrite" -> joined(head, new byte[] {value}, skipped(tail));
                case "insert" -> joined(head, new byte[] {value}, tail);
                case "leave out" -> joined(head, skipped(tail));
                case "cut" -> head;
                default -> throw new IllegalStateException(kind);
            };
        }

        private static byte[] skipped(byte[] bytes) {
            return bytes.length == 0 ? bytes : Arrays.copyOfRange(bytes, 1, bytes.length);
        }
    }

    @Provide
    Arbitrary<List<Damage>> damages() {
        return Combinators.combine(
                        Arbitraries.of("overwrite", "insert", "leave out", "cut"),
                        Arbitraries.doubles().between(0, 0.999).ofScale(3),
                        Arbitraries.bytes())
                .as(Damage::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<Dialect> dialects() {
        return Combinators.combine(
                        Arbitraries.of(Delimiter.class),
                        Arbitraries.of("\n", "\r\n", "\r"),
                        Arbitraries.of(CharacterSet.class),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as((delimiter, lineEnd, characterSet, mark, quoted) ->
                        new Dialect(delimiter, lineEnd, characterSet, mark && isUnicode(characterSet), quoted));
    }

    @Provide
    Arbitrary<List<Layer>> layers() {
        return Arbitraries.of(Layer.class)
                .list()
                .ofMaxSize(3)
                .filter(layers ->
                        layers.stream().filter(layer -> layer == Layer.ZIP).count() <= 1);
    }

    @Provide
    Arbitrary<List<List<String>>> rows() {
        Arbitrary<String> cell = Arbitraries.strings()
                .withChars("ab@.é ü\",;|\t\n\r'=-+#\\{}[]sep")
                .ofMaxLength(12);
        return cell.list().ofSize(3).list().ofMaxSize(30);
    }

    private static boolean isUnicode(CharacterSet characterSet) {
        return characterSet != CharacterSet.ISO_8859_1 && characterSet != CharacterSet.WINDOWS_1252;
    }

    private static byte[] encoded(Dialect dialect, List<List<String>> rows) {
        StringBuilder text = new StringBuilder(dialect.mark() ? "\ufeff" : "");
        text.append("one").append(dialect.delimiter().character()).append("two");
        text.append(dialect.delimiter().character()).append("three").append(dialect.lineEnd());
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                text.append(i > 0 ? String.valueOf(dialect.delimiter().character()) : "");
                text.append(cell(row.get(i), dialect));
            }
            text.append(dialect.lineEnd());
        }
        return text.toString().getBytes(dialect.characterSet().charset());
    }

    private static String cell(String text, Dialect dialect) {
        boolean plain =
                text.chars().noneMatch(c -> c == dialect.delimiter().character() || c == '"' || c == '\n' || c == '\r');
        return plain && !dialect.quoted() ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static List<Long> linesOf(List<List<String>> rows) {
        List<Long> lines = new ArrayList<>();
        long line = 2;
        for (List<String> row : rows) {
            lines.add(line);
            line += 1 + row.stream().mapToLong(FormatPropertiesTest::lineEnds).sum();
        }
        return lines;
    }

    private static long lineEnds(String cell) {
        return cell.replace("\r\n", "\n")
                .chars()
                .filter(c -> c == '\n' || c == '\r')
                .count();
    }

    private static FileFormat characterSetOnly(Dialect dialect) {
        return new FileFormat(
                Optional.empty(), Optional.empty(), true, Optional.of(dialect.characterSet()), Optional.empty());
    }

    private static FileFormat settings(Optional<Dialect> dialect, List<Layer> layers) {
        return new FileFormat(
                dialect.map(known -> FileFormat.Kind.CSV),
                dialect.map(Dialect::delimiter),
                true,
                dialect.map(Dialect::characterSet),
                layers.contains(Layer.PGP)
                        ? Optional.of(new FileFormat.Decryption(
                                folder.resolve("ours.asc").toString(), Optional.of("passphrase"), Optional.empty()))
                        : Optional.empty());
    }

    private static List<RowChunk> read(byte[] file, FileFormat settings) {
        SegmentFormats formats = new SegmentFormats(LIMITS, Path::of, name -> Optional.of(PASSPHRASE));
        Path list = folder.resolve("list");
        List<RowChunk> chunks = new ArrayList<>();
        try {
            Files.write(list, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (SegmentParts parts = formats.open(list, "list", settings, () -> {})) {
            while (parts.hasNext()) {
                parts.next().rows(7).forEachRemaining(chunks::add);
            }
        }
        return chunks;
    }

    private static byte[] packed(byte[] text, List<Layer> layers) {
        byte[] bytes = text;
        for (Layer layer : layers) {
            bytes = packed(bytes, layer);
        }
        return bytes;
    }

    private static byte[] packed(byte[] bytes, Layer layer) {
        return switch (layer) {
            case ZSTD -> Zstd.compress(bytes);
            case PGP -> ours.encrypt(bytes, new Style(false, false, false));
            case GZIP, ZIP -> deflated(bytes, layer);
        };
    }

    private static byte[] deflated(byte[] bytes, Layer layer) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = layer == Layer.ZIP ? new ZipOutputStream(packed) : new GZIPOutputStream(packed)) {
            if (out instanceof ZipOutputStream zip) {
                zip.putNextEntry(new ZipEntry("a.csv"));
            }
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }
}
