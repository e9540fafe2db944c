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
 * The entries of a zip archive that are segment files, read by random access. Nothing is ever written under a name of
 * an entry.
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

    /** What operating systems put into archives of their own accord, and was left alone. */
    List<String> ignored() {
        return ignored;
    }

    /** The name of an entry with slashes between its folders; some programs of Windows write the other ones. */
    static String nameOf(ZipArchiveEntry entry) {
        return entry.getName().replace('\\', '/');
    }

    /** The bytes of an entry, checked against its check sum at their end. */
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
            throw refused("its list of entries is damaged or cut off ("
                    + e.getClass().getSimpleName() + "). Have it written and transferred again");
        }
    }

    private static List<ZipArchiveEntry> segmentFiles(List<ZipArchiveEntry> all) {
        requireNoDocument(all);
        List<ZipArchiveEntry> files =
                all.stream().filter(entry -> !isFurniture(entry)).toList();
        if (files.isEmpty()) {
            throw refused("it has no file in it. Put the list into it");
        }
        Set<String> names = new HashSet<>();
        for (ZipArchiveEntry entry : files) {
            requireReadable(entry);
            if (!names.add(nameOf(entry))) {
                throw refused("it has two entries of one name. Give each its own");
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
            throw refused("the name of an entry leads out of the archive or has control characters. Write it with plain"
                    + " file names");
        }
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw new SegmentFileRefused(
                    Reason.BAD_ARCHIVE,
                    "The segment file is a zip archive with a password: expected one without. Nothing was sent. To"
                            + " encrypt lists use OpenPGP (format.pgp in the destination), or write the archive without"
                            + " a password, and deliver it again.");
        }
        if (!ZipEntryStream.canRead(entry)) {
            throw refused("an entry is packed in a way that is not supported. Write it with the method deflate");
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
                                + " file, and no list. Save it as CSV in UTF-8, and deliver that file.");
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
