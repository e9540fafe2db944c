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
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The entries of a zip archive that are segment files, read by random access. No file is ever written under an entry's
 * name.
 */
final class ZipArchive implements Closeable {
    private static final Layer ZIP = new Layer("zip", Reason.BAD_ARCHIVE);
    private static final int LONGEST_NAME = 255;

    private final ZipFile zip;
    private final List<ZipArchiveEntry> entries;
    private final List<String> ignored;

    private ZipArchive(ZipFile zip, List<ZipArchiveEntry> entries, List<String> ignored) {
        this.zip = zip;
        this.entries = entries;
        this.ignored = ignored;
    }

    /** Opens an archive file. */
    static ZipArchive in(Path file, FormatLimits limits) {
        try {
            return of(FileChannel.open(file, StandardOpenOption.READ), limits);
        } catch (IOException e) {
            throw StagedBytes.unreadable(file, e);
        }
    }

    /**
     * Opens an archive that was inside another layer, by writing it to a temporary file next to {@code file}. On POSIX
     * systems that file is unlinked once it is open, so it does not remain, however the process ends.
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

    /** At least one; an archive without entries is refused. */
    List<ZipArchiveEntry> entries() {
        return entries;
    }

    /** Ignored entries that operating systems add to archives. */
    List<String> ignored() {
        return ignored;
    }

    /** The name of an entry with slashes between its folders; some Windows programs write backslashes. */
    static String nameOf(ZipArchiveEntry entry) {
        return entry.getName().replace('\\', '/');
    }

    /** The bytes of an entry, verified against its checksum at the end. */
    InputStream open(ZipArchiveEntry entry, long allowedBytes, int maxRatio) {
        Allowance allowance = new Allowance(allowedBytes, maxRatio, () -> Math.max(entry.getCompressedSize(), 1));
        return new LayerStream(ZIP, () -> new ZipEntryStream(zip, entry), InputStream.nullInputStream(), allowance);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static ZipArchive of(SeekableByteChannel channel, FormatLimits limits) throws IOException {
        try {
            ZipDirectory.requireWhole(channel, limits.maxEntries());
            ZipFile zip = ZipFile.builder().setSeekableByteChannel(channel).get();
            List<ZipArchiveEntry> all = Collections.list(zip.getEntries());
            List<String> ignored = all.stream()
                    .flatMap(entry -> Furniture.of(nameOf(entry)).stream())
                    .distinct()
                    .sorted()
                    .toList();
            return new ZipArchive(zip, segmentFiles(all), ignored);
        } catch (SegmentFileRefused e) {
            channel.close();
            throw e;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw refused("its list of entries is damaged or truncated ("
                    + e.getClass().getSimpleName() + "). Export and transfer it again");
        }
    }

    private static List<ZipArchiveEntry> segmentFiles(List<ZipArchiveEntry> all) {
        requireNoDocument(all);
        List<ZipArchiveEntry> files =
                all.stream().filter(entry -> !isFurniture(entry)).toList();
        if (files.isEmpty()) {
            throw refused("it contains no file. Add the list");
        }
        Set<String> names = new HashSet<>();
        for (ZipArchiveEntry entry : files) {
            requireReadable(entry);
            if (!names.add(nameOf(entry))) {
                throw refused("it contains two entries with the same name. Give each entry its own name");
            }
        }
        return files;
    }

    private static boolean isFurniture(ZipArchiveEntry entry) {
        String name = nameOf(entry);
        boolean folder = entry.isDirectory() || (name.endsWith("/") && entry.getSize() == 0);
        return folder || Furniture.of(name).isPresent();
    }

    private static void requireReadable(ZipArchiveEntry entry) {
        if (!isSafe(nameOf(entry))) {
            throw refused("the name of an entry points outside the archive or contains control characters. Use plain"
                    + " file names");
        }
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw new SegmentFileRefused(
                    Reason.BAD_ARCHIVE,
                    "The segment file is a zip archive with a password, which is not supported. Nothing was sent."
                            + " Write the archive without a password, or encrypt the list with OpenPGP (format.pgp in"
                            + " the destination), and deliver it again.");
        }
        if (!ZipEntryStream.canRead(entry)) {
            throw refused("an entry uses an unsupported compression method. Use deflate");
        }
    }

    private static boolean isSafe(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
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
                                + " file, not a list. Save it as CSV in UTF-8, and deliver that file.");
            }
        }
    }

    static SegmentFileRefused refused(String found) {
        return new SegmentFileRefused(
                Reason.BAD_ARCHIVE,
                "The segment file cannot be read as a zip archive: " + found
                        + ", and deliver it again. Nothing was sent.");
    }
}
