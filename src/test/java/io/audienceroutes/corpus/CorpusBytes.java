package io.audienceroutes.corpus;

import com.github.luben.zstd.Zstd;
import io.audienceroutes.testing.PgpKit;
import io.audienceroutes.testing.PgpKit.Oddity;
import io.audienceroutes.testing.PgpKit.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes the bytes of awkward files from their description. */
final class CorpusBytes {
    private final Map<String, PgpKit> people;

    CorpusBytes(Map<String, PgpKit> people) {
        this.people = people;
    }

    byte[] of(CorpusCase file) throws IOException {
        byte[] bytes = content(file);
        for (String step : file.steps().orElse(List.of())) {
            bytes = after(step, bytes);
        }
        return bytes;
    }

    private byte[] content(CorpusCase file) throws IOException {
        if (file.hex().isPresent()) {
            return HexFormat.of().parseHex(file.hex().get());
        }
        if (file.manyEntries().isPresent()) {
            return manyEntries(file.manyEntries().get());
        }
        if (file.entries().isPresent()) {
            return zip(file.entries().get(), file.entrySteps().orElse(List.of()));
        }
        String repeated = file.repeat()
                .map(repeat -> repeat.text().repeat(repeat.times()))
                .orElse("");
        return (file.text().orElseThrow() + repeated)
                .getBytes(Charset.forName(file.characterSet().orElse("UTF-8")));
    }

    private byte[] after(String step, byte[] bytes) throws IOException {
        String[] words = step.split(": ", 2);
        return switch (words[0]) {
            case "gzip" -> gzip(bytes);
            case "then" -> joined(bytes, utf8(words[1]));
            case "before" -> joined(utf8(words[1]), bytes);
            case "twice" -> joined(bytes, bytes);
            case "pad" -> Arrays.copyOf(bytes, bytes.length + Integer.parseInt(words[1]));
            case "set-chunk-size" -> chunkSizeSet(bytes, Integer.parseInt(words[1]));
            case "directory-says" -> directorySaying(bytes, Integer.parseInt(words[1]));
            case "gzip-last" -> gzipLast(bytes);
            case "zstd" -> Zstd.compress(bytes);
            case "zip" -> zip(Map.of("inner.csv", new String(bytes, StandardCharsets.UTF_8)), List.of());
            case "drop" -> Arrays.copyOf(bytes, bytes.length - Integer.parseInt(words[1]));
            case "flip" -> flipped(bytes, Integer.parseInt(words[1]));
            case "append-latin" -> joined(bytes, "jürgen@example.com\n".getBytes(StandardCharsets.ISO_8859_1));
            case "office" -> zip(Map.of("[Content_Types].xml", "<Types/>"), List.of());
            case "mark-encrypted" -> markedEncrypted(bytes);
            case "encrypt" -> encrypted(bytes, words[1]);
            default -> throw new IllegalArgumentException("An unknown step: " + step);
        };
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    /** Packs the line that was put behind a gzip member into a member of its own. */
    private static byte[] gzipLast(byte[] bytes) throws IOException {
        int line = bytes.length - 1;
        while (bytes[line - 1] >= '-' && bytes[line - 1] <= 'z') {
            line--;
        }
        return joined(Arrays.copyOf(bytes, line), gzip(Arrays.copyOfRange(bytes, line, bytes.length)));
    }

    private byte[] zip(Map<String, String> entries, List<String> steps) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(packed)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                byte[] bytes = utf8(entry.getValue());
                for (String step : steps) {
                    bytes = after(step, bytes);
                }
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(bytes);
            }
        }
        return packed.toByteArray();
    }

    private static byte[] manyEntries(int count) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(packed)) {
            for (int i = 0; i < count; i++) {
                out.putNextEntry(new ZipEntry(i + ".csv"));
                out.write(utf8("email\nann@example.com\n"));
            }
        }
        return packed.toByteArray();
    }

    private static byte[] flipped(byte[] bytes, int fromTheEnd) {
        byte[] flipped = bytes.clone();
        flipped[bytes.length - fromTheEnd] ^= 0x55;
        return flipped;
    }

    /** Sets the bit that says "encrypted" in the local and the central header of the only entry. */
    private static byte[] markedEncrypted(byte[] zip) {
        byte[] marked = zip.clone();
        for (int i = 0; i + 10 < marked.length; i++) {
            boolean header = marked[i] == 'P' && marked[i + 1] == 'K';
            if (header && marked[i + 2] == 3 && marked[i + 3] == 4) {
                marked[i + 6] |= 1;
            }
            if (header && marked[i + 2] == 1 && marked[i + 3] == 2) {
                marked[i + 8] |= 1;
            }
        }
        return marked;
    }

    /** In the header of the packet of authenticated chunks (tag 20): version, cipher, mode, then this octet. */
    private static byte[] chunkSizeSet(byte[] message, int size) {
        byte[] set = message.clone();
        for (int i = 0; i + 6 < set.length; i++) {
            boolean header = (set[i] & 0xff) == 0xd4 && set[i + 2] == 1 && set[i + 3] == 9 && set[i + 4] == 2;
            if (header && set[i + 5] == 6) {
                set[i + 5] = (byte) size;
                return set;
            }
        }
        throw new IllegalStateException("The message has no authenticated chunks.");
    }

    /** Lets the end of the directory of a zip archive tell another number of entries. */
    private static byte[] directorySaying(byte[] zip, int entries) {
        byte[] lying = zip.clone();
        lying[zip.length - 14] = (byte) entries;
        lying[zip.length - 12] = (byte) entries;
        return lying;
    }

    private byte[] encrypted(byte[] bytes, String how) {
        List<String> words = List.of(how.split(" ", -1));
        Set<Oddity> oddities = Arrays.stream(Oddity.values())
                .filter(oddity ->
                        words.contains(oddity.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .collect(Collectors.toSet());
        Style style = new Style(
                words.contains("compressed"), words.contains("armoured"), words.contains("unprotected"), oddities);
        PgpKit recipient = people.get(words.get(0));
        return words.stream()
                .filter(word -> word.startsWith("signed-by-"))
                .map(word -> people.get(word.substring("signed-by-".length())))
                .findFirst()
                .map(signer -> recipient.encryptSignedBy(signer, bytes, style))
                .orElseGet(() -> recipient.encrypt(bytes, style));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
