package io.audienceroutes.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.audienceroutes.testing.PgpKit;
import io.audienceroutes.testing.PgpKit.Oddity;
import io.audienceroutes.testing.PgpKit.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of every kind, changed at random, for so many seconds as {@code fuzz.seconds} says, from the seed
 * {@code fuzz.seed}. What must hold of each is said in {@link FuzzedFile}.
 */
@Tag("flow")
class FuzzTest {
    private static final String PASSPHRASE = "correct horse";
    private static final int MOST_CHANGES = 6;
    private static final int LONGEST = 100_000;
    private static final byte[] ODD = {
        0, 1, 0x7f, (byte) 0x80, (byte) 0xff, '"', '\n', '\r', ',', ';', '{', '[', 0x1f, 'P'
    };

    private final PgpKit ours = PgpKit.withPassphrase(PASSPHRASE);

    /** A file before it is changed. What is encrypted after the change is changed in its packets. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Seed(String name, byte[] bytes, boolean encryptedAfter) {}

    @Test
    void anyBytesAreAccountedForOrRefusedWithAReason(@TempDir Path folder) throws IOException {
        long seed = Long.getLong("fuzz.seed", 20_261_128L);
        Duration time = Duration.ofSeconds(Long.getLong("fuzz.seconds", 45));
        ours.writePrivateKey(folder.resolve("ours.asc"));
        FuzzedFile file = new FuzzedFile(folder.resolve("list"), PASSPHRASE);
        SplittableRandom seeds = new SplittableRandom(seed);
        List<Seed> all = seeds();
        long end = System.nanoTime() + time.toNanos();
        long tried = 0;
        long read = 0;
        while (System.nanoTime() < end) {
            long one = seeds.nextLong();
            SplittableRandom random = new SplittableRandom(one);
            Seed chosen = all.get(random.nextInt(all.size()));
            byte[] bytes = changed(chosen.bytes(), all, random);
            byte[] whole = chosen.encryptedAfter() ? ours.encryptPackets(out -> out.write(bytes)) : bytes;
            try {
                read += file.check(whole, settings(folder, random.nextInt(8))) ? 1 : 0;
            } catch (AssertionError | RuntimeException | StackOverflowError e) {
                Path kept = Files.write(Path.of("target", "fuzzed-" + one), whole);
                throw new AssertionError("From seed " + one + ", " + chosen.name() + ", kept in " + kept + ": " + e, e);
            }
            tried++;
        }

        System.out.printf("Fuzzed %d files in %s from seed %d, %d of them read%n", tried, time, seed, read);
        assertThat(read).as("some are read, of %d", tried).isBetween(tried / 100, tried * 99 / 100);
    }

    private List<Seed> seeds() throws IOException {
        byte[] csv = utf8("""
                email,name
                ann@example.com,"Lee, Ann"

                ben@example.org, "B ""x\"""
                nobody,
                """);
        byte[] objects = utf8("""
                {"email":"ann@example.com","n":[1,"é",null],"o":{"p":[{"q":true}]}}

                {"email":["ben@example.org",{"a":{}}],"x":2.5e3}
                """);
        byte[] utf16 = "\ufeffemail\tn\r\nann@example.com\tü\r\n".getBytes(Charset.forName("UTF-16LE"));
        List<Seed> all = new ArrayList<>();
        for (byte[] text : List.of(csv, objects, utf16, utf8("sep=;\nemail;n\nann@example.com;1\n"))) {
            all.add(new Seed("text", text, false));
            all.add(new Seed("gzip", gzip(text), false));
            all.add(new Seed("zstd", Zstd.compress(text), false));
            all.add(new Seed("zip", zip(text, csv), false));
            all.add(new Seed("gzip of zip", gzip(zip(text)), false));
            all.add(new Seed("zip of gzip", zip(gzip(text), Zstd.compress(text)), false));
            all.add(new Seed("literal", literal(text), true));
            all.add(new Seed("literal of zip", literal(zip(text)), true));
        }
        all.add(new Seed("title", utf8("Title\nemail;n\nann@example.com;1\nben@example.org;2\n"), false));
        all.add(new Seed("message", ours.encrypt(csv, new Style(false, false, false)), false));
        all.add(new Seed("armour", ours.encrypt(csv, new Style(true, true, false)), false));
        all.add(new Seed("chunks", ours.encrypt(csv, odd(Oddity.AUTHENTICATED)), false));
        all.add(new Seed("hidden", ours.encrypt(csv, odd(Oddity.HIDDEN)), false));
        all.add(new Seed("signed", ours.encryptSignedBy(ours, csv, new Style(true, false, false)), false));
        return all;
    }

    private static Style odd(Oddity oddity) {
        return new Style(false, false, false, Set.of(oddity));
    }

    /** Some changes; often none of the first bytes, so that what is behind them is reached. */
    private static byte[] changed(byte[] bytes, List<Seed> all, SplittableRandom random) {
        byte[] changed = bytes;
        int changes = random.nextInt(MOST_CHANGES);
        for (int i = 0; i < changes && changed.length > 0 && changed.length < LONGEST; i++) {
            int from = random.nextInt(changed.length);
            int to = Math.min(changed.length, from + 1 + random.nextInt(16));
            byte[] head = Arrays.copyOf(changed, from);
            byte[] tail = Arrays.copyOfRange(changed, from, changed.length);
            byte[] behind = Arrays.copyOfRange(changed, to, changed.length);
            byte[] other = all.get(random.nextInt(all.size())).bytes();
            byte[] odd = {ODD[random.nextInt(ODD.length)]};
            changed = switch (random.nextInt(9)) {
                case 0 ->
                    joined(
                            head,
                            new byte[] {(byte) random.nextInt(256)},
                            Arrays.copyOfRange(changed, from + 1, changed.length));
                case 1 -> joined(head, odd, Arrays.copyOfRange(changed, from + 1, changed.length));
                case 2 -> joined(head, odd, tail);
                case 3 -> joined(head, behind);
                case 4 -> joined(head, Arrays.copyOfRange(changed, from, to), tail);
                case 5 -> head;
                case 6 -> joined(changed, other);
                case 7 -> joined(head, Arrays.copyOfRange(other, Math.min(from, other.length), other.length));
                default -> joined(head, repeated(odd, random.nextInt(300)), tail);
            };
        }
        return changed;
    }

    private static FileFormat settings(Path folder, int choice) {
        Optional<FileFormat.Decryption> pgp = Optional.of(new FileFormat.Decryption(
                folder.resolve("ours.asc").toString(), Optional.of("passphrase"), Optional.empty()));
        return switch (choice) {
            case 0 -> FileFormat.detected();
            case 1 -> Parts.csv(Delimiter.SEMICOLON);
            case 2 ->
                new FileFormat(
                        Optional.of(FileFormat.Kind.JSON_LINES),
                        Optional.empty(),
                        true,
                        Optional.empty(),
                        Optional.empty());
            case 3 ->
                new FileFormat(
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.of(CharacterSet.WINDOWS_1252),
                        Optional.empty());
            case 4 -> FileFormat.detected();
            default -> new FileFormat(Optional.empty(), Optional.empty(), true, Optional.empty(), pgp);
        };
    }

    /** A packet of literal data (RFC 9580, section 5.9), with a length of five octets. */
    private static byte[] literal(byte[] text) {
        int length = text.length + 6;
        byte[] head = {(byte) 0xcb, (byte) 0xff, 0, 0, (byte) (length >> 8), (byte) length, 'b', 0, 0, 0, 0, 0};
        return joined(head, text);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] zip(byte[]... entries) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(packed)) {
            for (int i = 0; i < entries.length; i++) {
                out.putNextEntry(new ZipEntry("lists/" + i + ".csv"));
                out.write(entries[i]);
            }
        }
        return packed.toByteArray();
    }

    private static byte[] repeated(byte[] bytes, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    private static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
