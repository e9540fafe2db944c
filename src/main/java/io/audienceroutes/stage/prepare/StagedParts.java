package io.audienceroutes.stage.prepare;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.format.FileFormat;
import io.audienceroutes.format.SegmentFormats;
import io.audienceroutes.format.SegmentPart;
import io.audienceroutes.format.SegmentParts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The parts of the staged files of one workflow, one after another; only one is open at a time. */
public final class StagedParts implements Iterator<SegmentPart>, AutoCloseable {
    private final SegmentFormats formats;
    private final FileFormat settings;
    private final Iterator<StagedFile> files;
    private final Runnable between;
    private final List<String> found = new ArrayList<>();

    private Optional<SegmentParts> open = Optional.empty();
    private Optional<StagedFile> openFile = Optional.empty();
    private long faults;

    /** A staged file, its original name, and its recorded digest. */
    public record StagedFile(Path path, String name, Optional<String> sha256) {}

    /**
     * @param between called between two reads of a file; may stop the reading
     */
    public StagedParts(SegmentFormats formats, Destination settings, List<StagedFile> files, Runnable between) {
        this.between = between;
        this.formats = formats;
        this.settings = settings.format();
        this.files = List.copyOf(files).iterator();
    }

    /** Camel's splitter calls this before its current part is read: the file of that part stays open. */
    @Override
    public boolean hasNext() {
        return open.filter(Iterator::hasNext).isPresent() || files.hasNext();
    }

    /** Opens the next file when the parts of one are done; every readable file has a part. */
    @Override
    public SegmentPart next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The staged files have no further parts.");
        }
        while (open.filter(Iterator::hasNext).isEmpty()) {
            closeFile();
            StagedFile file = files.next();
            openFile = Optional.of(file);
            open = Optional.of(formats.open(file.path(), file.name(), settings, between));
        }
        return open.orElseThrow().next();
    }

    /** One text for each file that was read, with its name if there are several. */
    List<String> describe() {
        List<String> all = new ArrayList<>(found);
        open.ifPresent(parts -> all.add(named(parts)));
        return all;
    }

    long faultyBytes() {
        return faults + open.map(SegmentParts::faultyBytes).orElse(0L);
    }

    @Override
    public void close() {
        closeFile();
    }

    private void closeFile() {
        if (open.isPresent()) {
            SegmentParts done = open.get();
            found.add(named(done));
            faults += done.faultyBytes();
            open = Optional.empty();
            done.close();
        }
    }

    private String named(SegmentParts parts) {
        boolean several = !found.isEmpty() || files.hasNext();
        return (several ? openFile.orElseThrow().name() + ": " : "") + parts.describe();
    }
}
