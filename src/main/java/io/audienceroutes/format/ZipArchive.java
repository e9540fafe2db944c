package io.audienceroutes.format;

import io.audienceroutes.format.LayerStream.Allowance;
import io.audienceroutes.format.LayerStream.Layer;
import io.audienceroutes.segment.CellEdges;
import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The entries of a zip archive that are segment files, read by random access. Nothing is ever written under a name of
 * an entry.
 */
final class ZipArchive implements Closeable {
    private static final Layer ZIP = new Layer("zip", Reason.BAD_ARCHIVE);
    private static final int LONGEST_NAME = 255;
    private static final String APPLE_FORKS = "__MACOSX/";
    private static final String APPLE_FOLDER = ".DS_Store";

    private final ZipFile zip;
    private final List<ZipArchiveEntry> entries;

    private ZipArchive(ZipFile zip, List<ZipArchiveEntry> entries) {
        this.zip = zip;
        this.entries = entries;
    }

    /** The archive that a file is. */
    static ZipArchive in(Path file, FormatLimits limits) {
        try {
            return of(FileChannel.open(file, StandardOpenOption.READ), limits);
        } catch (IOException e) {
            throw StagedBytes.unreadable(file, e);
        }
    }

    /**
     * The archive that came out of a layer, put into a file of its own beside {@code file}. On POSIX systems that file
     * has no name any more once it is open, so nothing of the list stays behind, however the process ends.
     */
    static ZipArchive from(InputStream layer, Path file, FormatLimits limits) {
        Path spool = file.resolveSibling(file.getFileName() + ".unpacked");
        try {
            Files.deleteIfExists(spool);
            FileChannel channel = FileChannel.open(
                    spool,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
            layer.transferTo(Channels.newOutputStream(channel));
            return of(channel, limits);
        } catch (IOException e) {
            throw StagedBytes.unreadable(spool, e);
        }
    }

    /** One or several; an archive without any is refused. */
    List<ZipArchiveEntry> entries() {
        return entries;
    }

    /** The bytes of an entry, checked against its check sum at their end. */
    InputStream open(ZipArchiveEntry entry, long allowedBytes, int maxRatio) {
        Allowance allowance = new Allowance(allowedBytes, maxRatio, () -> Math.max(entry.getCompressedSize(), 1));
        return new LayerStream(ZIP, () -> checked(entry), InputStream.nullInputStream(), allowance);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static ZipArchive of(SeekableByteChannel channel, FormatLimits limits) throws IOException {
        try {
            requireFewEntries(ZipDirectory.entriesOf(channel), limits.maxEntries());
            ZipFile zip = ZipFile.builder().setSeekableByteChannel(channel).get();
            return new ZipArchive(zip, segmentFiles(zip));
        } catch (SegmentFileRefused e) {
            channel.close();
            throw e;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw refused("its list of entries is damaged or cut off ("
                    + e.getClass().getSimpleName() + "). Have it written and transferred again");
        }
    }

    private static List<ZipArchiveEntry> segmentFiles(ZipFile zip) {
        List<ZipArchiveEntry> all = Collections.list(zip.getEntries());
        requireNoDocument(all);
        List<ZipArchiveEntry> files =
                all.stream().filter(entry -> !isFurniture(entry)).toList();
        if (files.isEmpty()) {
            throw refused("it has no file in it. Put the list into it");
        }
        Set<String> names = new HashSet<>();
        for (ZipArchiveEntry entry : files) {
            requireReadable(zip, entry);
            if (!names.add(entry.getName())) {
                throw refused("it has two entries of one name. Give each its own");
            }
        }
        return files;
    }

    /** Folders, and what macOS adds of its own. */
    private static boolean isFurniture(ZipArchiveEntry entry) {
        String name = entry.getName();
        return entry.isDirectory() || name.startsWith(APPLE_FORKS) || name.endsWith(APPLE_FOLDER);
    }

    private static void requireReadable(ZipFile zip, ZipArchiveEntry entry) {
        if (!isSafe(entry.getName())) {
            throw refused("the name of an entry leads out of the archive or has control characters. Write it with plain"
                    + " file names");
        }
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw new SegmentFileRefused(
                    Reason.BAD_ARCHIVE,
                    "The segment file is a zip archive with a password: expected is one without. Nothing was sent. To"
                            + " encrypt lists use OpenPGP (format.pgp in the destination), or write the archive without"
                            + " a password, and deliver it again.");
        }
        if (!zip.canReadEntryData(entry)) {
            throw refused("an entry is packed in a way that is not supported. Write it with the method deflate");
        }
    }

    private static boolean isSafe(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.indexOf('\\') < 0
                && name.indexOf(':') < 0
                && name.chars().noneMatch(c -> CellEdges.isUnseen((char) c))
                && List.of(name.split("/", -1)).stream()
                        .noneMatch(step -> step.isEmpty() || step.equals(".") || step.equals(".."));
    }

    private static void requireNoDocument(List<ZipArchiveEntry> entries) {
        for (ZipArchiveEntry entry : entries) {
            boolean office = entry.getName().equals("[Content_Types].xml");
            if (office || entry.getName().equals("META-INF/manifest.xml")) {
                throw new SegmentFileRefused(
                        Reason.NOT_TEXT,
                        "The segment file is "
                                + (office ? "an Excel workbook or another Office" : "an OpenDocument or Java")
                                + " file, and no list. Save it as CSV in UTF-8, and deliver that file.");
            }
        }
    }

    private static void requireFewEntries(long entries, int most) {
        if (entries > most) {
            throw refused("it has " + entries + " entries; allowed are " + most + ". Write fewer, or raise"
                    + " segment-file.max-archive-entries");
        }
    }

    private InputStream checked(ZipArchiveEntry entry) throws IOException {
        CheckedInputStream in = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int read = in.read(target, offset, length);
                if (read < 0 && in.getChecksum().getValue() != entry.getCrc()) {
                    throw new IOException("the check sum does not fit");
                }
                return read;
            }

            @Override
            public void close() throws IOException {
                in.close();
            }
        };
    }

    static SegmentFileRefused refused(String found) {
        return new SegmentFileRefused(
                Reason.BAD_ARCHIVE,
                "The segment file cannot be read as a zip archive: " + found
                        + ", and deliver it again. Nothing was sent.");
    }
}
