package io.audienceroutes.format;

import io.audienceroutes.format.Unpacker.Content;
import io.audienceroutes.segment.SegmentFileRefused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/**
 * The parts of one segment file, one after another: the file itself, or each entry of an archive. Only one is open at a
 * time: opening the next closes the previous one. Every method may refuse the file. Not thread-safe.
 */
public final class SegmentParts implements Iterator<SegmentPart>, AutoCloseable {
    private static final int FORMATS_SHOWN = 5;

    private final Path file;
    private final String name;
    private final Unpacker unpacker;
    private final FormatSniffer sniffer;
    private final FormatLimits limits;
    private final Runnable between;
    private final List<PartSource> sources;
    private final Optional<ZipArchive> archive;
    private final List<String> layers;
    private final List<String> formats = new ArrayList<>();

    private Optional<SegmentPart> open = Optional.empty();
    private int next;
    private long unpackedBytes;
    private long faults;

    SegmentParts(
            Path file, String name, Unpacker unpacker, FormatSniffer sniffer, FormatLimits limits, Runnable between) {
        this.file = file;
        this.between = between;
        this.name = name;
        this.unpacker = unpacker;
        this.sniffer = sniffer;
        this.limits = limits;
        Content content = content(limits.maxUnpackedBytes());
        this.layers = content.layers();
        this.archive = content.zip() ? Optional.of(archive(content)) : Optional.empty();
        this.sources = archive.map(this::entries).orElseGet(() -> List.of(new PartSource(name, first(content))));
    }

    /** The bytes of a part from the start; may be opened again. */
    private record PartSource(String name, SegmentPart.Opener opener) {}

    @Override
    public boolean hasNext() {
        return next < sources.size();
    }

    @Override
    public SegmentPart next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The segment file has no further parts.");
        }
        closePart();
        PartSource source = sources.get(next++);
        boolean single = sources.size() == 1 && archive.isEmpty();
        SegmentPart part = SegmentPart.open(source.name(), single, source.opener(), sniffer, limits.records());
        open = Optional.of(part);
        formats.add(part.format());
        return part;
    }

    /** The format of the file for the receipt, as far as its parts were read. */
    public String describe() {
        Stream<String> outer =
                archive.isEmpty() ? layers.stream() : Stream.concat(layers.stream(), Stream.of(entriesText()));
        Set<String> distinct = new LinkedHashSet<>(formats);
        String inner = distinct.size() <= 1
                ? String.join("", distinct)
                : IntStream.range(0, Math.min(formats.size(), FORMATS_SHOWN))
                        .mapToObj(i -> sources.get(i).name() + ": " + formats.get(i))
                        .collect(Collectors.joining("; "));
        return Stream.concat(outer, Stream.of(inner))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /** Invalid byte sequences in the character set of their part; their cells are rejected. */
    public long faultyBytes() {
        return faults + open.map(SegmentPart::faultyBytes).orElse(0L);
    }

    @Override
    public void close() {
        closePart();
        try {
            if (archive.isPresent()) {
                archive.get().close();
            }
        } catch (IOException e) {
            throw StagedBytes.unreadable(file, e);
        }
    }

    private void closePart() {
        if (open.isPresent()) {
            SegmentPart done = open.get();
            faults += done.faultyBytes();
            unpackedBytes += done.unpackedBytes();
            open = Optional.empty();
            done.close();
        }
    }

    private String entriesText() {
        List<String> ignored = archive.map(ZipArchive::ignored).orElse(List.of());
        return "zip of " + sources.size() + (sources.size() == 1 ? " entry" : " entries")
                + (ignored.isEmpty() ? "" : " (ignored: " + String.join(", ", ignored) + ")");
    }

    private Content content(long allowedBytes) {
        StagedBytes staged = new StagedBytes(file);
        try {
            return pausing(unpacker.open(staged, staged::count, allowedBytes, List.of()));
        } catch (IOException e) {
            throw StagedBytes.unreadable(file, e);
        } catch (RuntimeException e) {
            closeQuietly(staged, e);
            throw e;
        }
    }

    private static void closeQuietly(StagedBytes staged, RuntimeException cause) {
        try {
            staged.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private ZipArchive archive(Content content) {
        try (InputStream bytes = content.bytes()) {
            return layers.isEmpty() ? ZipArchive.in(file, limits) : ZipArchive.from(bytes, file, limits);
        } catch (IOException e) {
            throw StagedBytes.unreadable(file, e);
        }
    }

    /** The already open bytes the first time, then the file again. */
    private SegmentPart.Opener first(Content content) {
        Iterator<Content> opened = List.of(content).iterator();
        return () -> opened.hasNext()
                ? opened.next().bytes()
                : content(limits.maxUnpackedBytes()).bytes();
    }

    private List<PartSource> entries(ZipArchive zip) {
        return zip.entries().stream()
                .map(entry -> new PartSource(name + "/" + ZipArchive.nameOf(entry), () -> entry(zip, entry)))
                .toList();
    }

    private static SegmentFileRefused nested(Content content) throws IOException {
        try (InputStream bytes = content.bytes()) {
            boolean office = Foreign.isOffice(bytes.readNBytes(FileSignature.HEAD_BYTES));
            return ZipArchive.refused(
                    office
                            ? "an entry of it is an Excel workbook or another Office file. Save the list as CSV UTF-8, and add"
                                    + " that file to the archive instead"
                            : "it contains another archive. Add the lists themselves");
        }
    }

    private InputStream entry(ZipArchive zip, ZipArchiveEntry entry) throws IOException {
        long allowed = Math.max(1, limits.maxUnpackedBytes() - unpackedBytes);
        InputStream bytes = zip.open(entry, allowed, limits.maxRatio());
        Content content = unpacker.open(bytes, () -> Math.max(entry.getCompressedSize(), 1), allowed, layers);
        if (content.zip()) {
            throw nested(content);
        }
        return pausing(content).bytes();
    }

    private Content pausing(Content content) {
        return new Content(new PausingBytes(content.bytes(), between), content.layers(), content.zip());
    }
}
