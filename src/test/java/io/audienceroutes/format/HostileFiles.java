package io.audienceroutes.format;

import com.github.luben.zstd.ZstdOutputStream;
import io.audienceroutes.segment.EmailRule;
import io.audienceroutes.segment.IdentifierColumns;
import io.audienceroutes.segment.IdentifierType;
import io.audienceroutes.segment.PreparationRules;
import io.audienceroutes.segment.PreparedChunk;
import io.audienceroutes.segment.RowChunk;
import io.audienceroutes.segment.RowPreparation;
import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.testing.PgpKit;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes files that were made to take all memory or time, one after another, and reads each as a delivery does, with as many
 * chunks held as are in flight there. Prints one line a file. To be run in a process with a small heap.
 */
public final class HostileFiles {
    private static final String PASSPHRASE = "correct horse";
    private static final int IN_FLIGHT = 4;
    private static final int MEGABYTE = 1_000_000;
    private static final byte[] HEADER = bytes("email\n");

    private final Map<String, Writer> files = new LinkedHashMap<>();
    private final PgpKit ours = PgpKit.withPassphrase(PASSPHRASE);

    private interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    private HostileFiles() {
        texts();
        packed();
        archives();
        messages();
    }

    /** Takes the folder for the files, and perhaps a word that those have in their names which are wanted. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        HostileFiles hostile = new HostileFiles();
        hostile.ours.writePrivateKey(folder.resolve("ours.asc"));
        for (Map.Entry<String, Writer> each : hostile.files.entrySet()) {
            if (arguments.length > 1 && !each.getKey().contains(arguments[1])) {
                continue;
            }
            Path file = folder.resolve("list");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
                each.getValue().writeTo(out);
            }
            long begun = System.nanoTime();
            String outcome = read(file, each.getKey().startsWith("pgp") ? opened(folder) : FileFormat.detected());
            System.out.printf(
                    Locale.ROOT,
                    "%s: %s (%,d bytes, %.1f s)%n",
                    each.getKey(),
                    outcome,
                    Files.size(file),
                    (System.nanoTime() - begun) / 1e9);
        }
    }

    private static FileFormat opened(Path folder) {
        return new FileFormat(
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.empty(),
                Optional.of(new FileFormat.Decryption(
                        folder.resolve("ours.asc").toString(), Optional.of("passphrase"), Optional.empty())));
    }

    private static String read(Path file, FileFormat settings) {
        PreparationRules rules = new PreparationRules(
                Set.of(IdentifierType.EMAIL),
                new IdentifierColumns(Map.of(), Optional.of(';')),
                EmailRule.PLAIN,
                Optional.empty());
        SegmentFormats formats = new SegmentFormats(FormatLimits.defaults(), Path::of, name -> Optional.of(PASSPHRASE));
        Deque<Object> inFlight = new ArrayDeque<>();
        long rows = 0;
        try (SegmentParts parts = formats.open(file, "list", settings, () -> {})) {
            while (parts.hasNext()) {
                SegmentPart part = parts.next();
                RowChunks chunks = part.rows(10_000);
                RowPreparation preparation = new RowPreparation(rules, chunks.header());
                while (chunks.hasNext()) {
                    RowChunk chunk = chunks.next();
                    PreparedChunk prepared = preparation.prepare(chunk);
                    rows += prepared.tally().rowsRead();
                    inFlight.add(chunk);
                    inFlight.add(prepared);
                    while (inFlight.size() > 2 * IN_FLIGHT) {
                        inFlight.remove();
                    }
                }
            }
            return "read " + rows;
        } catch (SegmentFileRefused e) {
            return "refused " + e.code();
        }
    }

    private void texts() {
        files.put("line feeds", out -> {
            out.write(HEADER);
            repeat(out, bytes("\n"), 90 * MEGABYTE);
            out.write(bytes("ann@example.com\n"));
        });
        files.put("white lines", out -> {
            out.write(HEADER);
            repeat(out, bytes(" \n"), 45 * MEGABYTE);
            out.write(bytes("ann@example.com\n"));
        });
        files.put("blank lines of objects", out -> {
            out.write(bytes("{\"email\":\"ann@example.com\"}\n"));
            repeat(out, bytes("\n"), 20 * MEGABYTE);
        });
        files.put("wide rows", out -> {
            out.write(bytes("note,email\n"));
            repeat(out, bytes("x".repeat(60_000) + ",ann@example.com\n"), 2_500);
        });
        files.put("rows of commas", out -> {
            out.write(bytes("email,note\n"));
            repeat(out, bytes("ann@example.com" + ",".repeat(60_000) + "\n"), 2_000);
        });
        files.put("cells of many values", out -> {
            out.write(HEADER);
            repeat(out, bytes("a;".repeat(30_000) + "\n"), 120);
        });
        files.put("objects of many keys", out -> {
            for (int line = 0; line < 3; line++) {
                StringBuilder keys = new StringBuilder("{\"email\":\"ann@example.com\"");
                for (int i = 0; i < 3_300; i++) {
                    keys.append(",\"k").append(line * 10_000 + i).append("\":0");
                }
                out.write(bytes(keys + "}\n"));
            }
            repeat(out, bytes("{\"email\":\"ann@example.com\"}\n"), 20_000);
        });
        files.put("objects of ever new keys", out -> {
            for (int i = 0; i < 200_000; i++) {
                out.write(bytes("{\"key" + i + "\":1}\n"));
            }
        });
        files.put("arrays of objects", out -> {
            String line = "{\"email\":[" + "{\"a\":1},".repeat(8_000) + "{\"a\":1}]}\n";
            repeat(out, bytes(line), 300);
        });
        files.put("an open quote", out -> {
            out.write(bytes("email\n\"a"));
            repeat(out, bytes("b\n"), 40 * MEGABYTE);
        });
    }

    private void packed() {
        files.put("zip of blank lines", out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.putNextEntry(new ZipEntry("a.csv"));
                blankLines(zip, 90 * MEGABYTE);
                zip.closeEntry();
            }
        });
        files.put("gzip bomb", out -> {
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(HEADER);
                repeat(gzip, bytes("a,".repeat(500_000)), 300);
            }
        });
        files.put("gzip bomb in gzip", out -> {
            try (GZIPOutputStream gzip = new GZIPOutputStream(new GZIPOutputStream(out))) {
                repeat(gzip, bytes("\n".repeat(MEGABYTE)), 1_000);
            }
        });
        files.put("gzip of empty members", out -> {
            ByteArrayOutputStream empty = new ByteArrayOutputStream();
            new GZIPOutputStream(empty).close();
            repeat(out, empty.toByteArray(), 100_000);
        });
        files.put("zstd bomb with the largest window", out -> {
            try (ZstdOutputStream zstd = new ZstdOutputStream(out, 1)) {
                zstd.setLong(27);
                zstd.write(HEADER);
                repeat(zstd, bytes("a,".repeat(500_000)), 300);
            }
        });
        // RFC 8878, 3.1.1.1.2: the largest exponent and mantissa
        files.put("zstd that asks for a window of terabytes", out -> {
            out.write(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) 0xff});
            repeat(out, bytes("x"), MEGABYTE);
        });
    }

    private void archives() {
        byte[] name = bytes("a.csv");
        byte[] text = bytes("email\nann@example.com\n");
        files.put("zip with a directory of a million entries that says one", out -> {
            byte[] local = local(name, text);
            out.write(local);
            byte[] central = central(name, text, 0);
            repeat(out, central, MEGABYTE);
            out.write(end(1, (long) central.length * MEGABYTE, local.length));
        });
        files.put("zip whose entries share their bytes", out -> {
            byte[] local = local(name, text);
            out.write(local);
            for (int i = 0; i < 50; i++) {
                out.write(central(bytes("b" + (10 + i)), text, 0));
            }
            out.write(end(50, 50L * central(bytes("b10"), text, 0).length, local.length));
        });
        files.put("zip that says that it has 65535 entries", out -> {
            out.write(local(name, text));
            out.write(central(name, text, 0));
            out.write(end(65_535, central(name, text, 0).length, local(name, text).length));
        });
        files.put("zip whose directory is longer than the file", out -> {
            out.write(local(name, text));
            out.write(central(name, text, 0));
            out.write(end(1, 0xffff_fff0L, local(name, text).length));
        });
    }

    private void messages() {
        files.put("pgp for 300,000 hidden recipients", out -> {
            byte[] session = ByteBuffer.allocate(271)
                    .put((byte) 0xc1)
                    .put((byte) 0xc0)
                    .put((byte) 76)
                    .put((byte) 3)
                    .putLong(0)
                    .put((byte) 1)
                    .putShort((short) 2040)
                    .array();
            session[14] = 1;
            repeat(out, session, 300_000);
        });
        files.put(
                "pgp with an unknown packet of 600 MB",
                out -> out.write(ours.encryptPackets(packets -> {
                    packets.write(new byte[] {(byte) 0xc0 + 50, (byte) 0xff, 0x24, 0, 0, 0});
                    repeat(packets, new byte[MEGABYTE], 600);
                })));
        files.put(
                "pgp with a key of 600 MB",
                out -> out.write(ours.encryptPackets(packets -> {
                    packets.write(new byte[] {(byte) 0xc0 + 6, (byte) 0xff, 0x24, 0, 0, 0, 4});
                    repeat(packets, new byte[MEGABYTE], 600);
                })));
        files.put(
                "pgp with a signature that says 2 GB",
                out -> out.write(ours.encryptPackets(packets ->
                        packets.write(new byte[] {(byte) 0xc2, (byte) 0xff, 0x7f, -1, -1, -16, 4, 0, 1, 8, -1, -1}))));
        files.put(
                "pgp with markers without end",
                out -> out.write(ours.encryptPackets(packets -> repeat(packets, bytes("\u00ca\3PGP"), 20 * MEGABYTE))));
        files.put(
                "pgp with signatures behind its text without end",
                out -> out.write(ours.encryptPackets(packets -> {
                    packets.write(new byte[] {(byte) 0xcb, 28, 'b', 0, 0, 0, 0, 0});
                    packets.write(bytes("email\nann@example.com\n"));
                    repeat(packets, new byte[] {(byte) 0xc2, 12, 4, 0, 1, 8, 0, 0, 0, 0, 0, 0, 0, 0}, 20 * MEGABYTE);
                })));
        files.put(
                "pgp with a text that says 4 GB",
                out -> out.write(ours.encryptPackets(packets -> {
                    packets.write(new byte[] {(byte) 0xcb, (byte) 0xff, -1, -1, -1, -1, 'b', 0, 0, 0, 0, 0});
                    packets.write(bytes("email\nann@example.com\n"));
                })));
        files.put("pgp with armour of headers without end", out -> {
            out.write(bytes("-----BEGIN PGP MESSAGE-----\n"));
            repeat(out, bytes("Comment: a\n"), 10 * MEGABYTE);
        });
        files.put(
                "pgp with a bomb of blank lines",
                out -> out.write(ours.encryptPackets(packets -> {
                    packets.write(new byte[] {(byte) 0xcb, (byte) 0xff, 0x24, 0, 0, 0, 'b', 0, 0, 0, 0, 0});
                    repeat(packets, bytes("\n".repeat(MEGABYTE)), 604);
                })));
    }

    private static void blankLines(OutputStream out, int bytes) throws IOException {
        out.write(HEADER);
        SplittableRandom random = new SplittableRandom(7);
        byte[] block = new byte[MEGABYTE];
        for (int written = 0; written < bytes; written += block.length) {
            for (int i = 0; i < block.length; i++) {
                block[i] = (byte) (random.nextInt(8) == 0 ? '\r' : '\n');
            }
            out.write(block);
        }
        out.write(bytes("ann@example.com\n"));
    }

    private static void repeat(OutputStream out, byte[] bytes, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            out.write(bytes);
        }
    }

    private static byte[] local(byte[] name, byte[] text) {
        return little(30 + name.length + text.length)
                .putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt(crc(text))
                .putInt(text.length)
                .putInt(text.length)
                .putShort((short) name.length)
                .putShort((short) 0)
                .put(name)
                .put(text)
                .array();
    }

    private static byte[] central(byte[] name, byte[] text, int start) {
        return little(46 + name.length)
                .putInt(0x02014b50)
                .putShort((short) 20)
                .putShort((short) 20)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt(crc(text))
                .putInt(text.length)
                .putInt(text.length)
                .putShort((short) name.length)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt(start)
                .put(name)
                .array();
    }

    private static byte[] end(int entries, long size, long start) {
        return little(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) entries)
                .putShort((short) entries)
                .putInt((int) size)
                .putInt((int) start)
                .putShort((short) 0)
                .array();
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int crc(byte[] text) {
        CRC32 crc = new CRC32();
        crc.update(text);
        return (int) crc.getValue();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
