package io.audienceroutes.source;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.SftpException;
import io.audienceroutes.destination.SourceHandling;
import io.audienceroutes.destination.SourceHandling.Afterwards;
import io.audienceroutes.destination.SourceHandling.Ready;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks up complete files from a local folder or an SFTP server, and archives or deletes them once their workflow is
 * stored. Camel's file components call this before and after each file. A file that cannot be archived is not picked up
 * a second time.
 */
final class PickUpFiles<T> implements GenericFileProcessStrategy<T>, GenericFileFilter<T> {
    private static final Logger LOG = LoggerFactory.getLogger(PickUpFiles.class);
    private static final String VERSION = "fileVersion";
    private static final String DONE = ".done";
    private static final String SUCCESS = "_SUCCESS";

    private final SourceHandling handling;
    private final String archive;
    private final Function<GenericFileOperations<T>, FilePlace> places;
    private final SourceLook look;
    private final Arrivals arrivals;
    private final Clock clock;
    private final Map<String, FileStamp> taken = new HashMap<>();
    private final Map<String, FileStamp> leftovers = new HashMap<>();
    private final Pattern include;
    private boolean archiveChecked;
    private String opening = "";

    PickUpFiles(
            SourceHandling handling,
            String include,
            String archive,
            Function<GenericFileOperations<T>, FilePlace> places,
            SourceLook look,
            Clock clock) {
        this.handling = handling;
        this.include = Pattern.compile(include);
        this.archive = archive;
        this.places = places;
        this.look = look;
        this.arrivals = new Arrivals(handling, clock);
        this.clock = clock;
    }

    /** A poll begins. */
    void begin() {
        archiveChecked = false;
        arrivals.begin();
    }

    /** A poll succeeded. Returns how many files may soon be complete. */
    int end() {
        arrivals.restless()
                .forEach(path -> look.leaveAlone(
                        path.substring(path.lastIndexOf('/') + 1),
                        "its time changes at each poll while its size stays the same, so it never settles: set ready: done-file,"
                                + " or ready: rename"));
        return arrivals.end();
    }

    /** Receives every listed name before it is compared with the settings. A name with a backslash is skipped. */
    @Override
    public boolean accept(GenericFile<T> file) {
        String name = file.getFileNameOnly();
        if (file.isDirectory()) {
            return true;
        }
        if (!include.matcher(name).matches()) {
            look.matchesNothing(name);
            return true;
        }
        if (name.indexOf('\\') >= 0) {
            look.leaveAlone(name, LocalFiles.BACKSLASH);
            return false;
        }
        return true;
    }

    /** Whether only this file could not be opened, while its source works. */
    boolean isAboutOneFile(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SftpException refusal && refusal.id == ChannelSftp.SSH_FX_PERMISSION_DENIED) {
                look.leaveAlone(opening, "the server does not allow this user to read it");
                return true;
            }
            if (cause instanceof AccessDeniedException || cause instanceof FileNotFoundException) {
                look.leaveAlone(opening, "this user may not read it");
                return true;
            }
        }
        return false;
    }

    @Override
    public void prepareOnStartup(GenericFileOperations<T> operations, GenericFileEndpoint<T> endpoint) {
        // Nothing: a problem with a source must not block the start
    }

    /** Whether the file is complete and may be picked up now. Never throws: a problem ends this poll. */
    @Override
    public boolean begin(
            GenericFileOperations<T> operations,
            GenericFileEndpoint<T> endpoint,
            Exchange exchange,
            GenericFile<T> file) {
        look.listed();
        if (look.broken()) {
            return false;
        }
        // Until the first bytes arrive: Camel opens the file after this call
        look.asks();
        boolean taken = isTaken(places.apply(operations), exchange, file);
        if (!taken) {
            look.answered();
        }
        return taken;
    }

    private boolean isTaken(FilePlace place, Exchange exchange, GenericFile<T> file) {
        String path = file.getAbsoluteFilePath();
        try {
            Optional<FileStamp> whole = whole(place, path, file);
            if (whole.isEmpty() || !archiveIsReady(place) || putAwayWhatIsOwed(place, path, file, whole.get())) {
                return false;
            }
            FileStamp stamp = whole.get();
            opening = file.getFileNameOnly();
            taken.put(path, stamp);
            exchange.setVariable(VERSION, new Taken(place, path, stamp));
            return true;
        } catch (IOException | RuntimeException e) {
            look.broke(e);
            return false;
        }
    }

    private Optional<FileStamp> whole(FilePlace place, String path, GenericFile<T> file) throws IOException {
        Optional<String> refusal = place.refusalOf(file);
        if (refusal.isPresent()) {
            look.leaveAlone(file.getFileNameOnly(), refusal.get());
            return Optional.empty();
        }
        if (leftovers.containsKey(path)) {
            return place.stamp(path);
        }
        FileStamp listed = new FileStamp(file.getFileLength(), file.getLastModified(), "");
        if (!arrivals.settled(path, listed) || !marked(place, path, file)) {
            return Optional.empty();
        }
        return place.stamp(path).filter(now -> now.length() == listed.length() && now.modified() == listed.modified());
    }

    private boolean marked(FilePlace place, String path, GenericFile<T> file) throws IOException {
        if (handling.ready() == Ready.DONE_FILE) {
            return place.stamp(path + DONE).isPresent();
        }
        if (handling.ready() != Ready.SUCCESS_FILE) {
            return true;
        }
        String folder = path.substring(0, path.length() - file.getFileNameOnly().length());
        return place.stamp(folder + SUCCESS)
                .filter(marker -> marker.modified() >= file.getLastModified())
                .isPresent();
    }

    private boolean archiveIsReady(FilePlace place) {
        if (!archiveChecked && handling.afterwards() == Afterwards.ARCHIVE) {
            try {
                place.requireArchive();
            } catch (IOException e) {
                throw look.faults().archiveFailed(archive, e);
            }
        }
        archiveChecked = true;
        return true;
    }

    /** Also true if another file has that name by now: it has to settle like any other. */
    private boolean putAwayWhatIsOwed(FilePlace place, String path, GenericFile<T> file, FileStamp stamp)
            throws IOException {
        FileStamp before = leftovers.remove(path);
        if (stamp.equals(before)) {
            putAway(place, path, file.getFileNameOnly(), stamp);
        }
        return before != null;
    }

    /** The workflow is stored: the file may be archived or deleted. */
    @Override
    public void commit(
            GenericFileOperations<T> operations,
            GenericFileEndpoint<T> endpoint,
            Exchange exchange,
            GenericFile<T> file) {
        look.asks();
        operations.releaseRetrievedFileResources(exchange);
        String path = file.getAbsoluteFilePath();
        FileStamp stamp = taken.remove(path);
        arrivals.forget(path);
        try {
            putAway(places.apply(operations), path, file.getFileNameOnly(), stamp);
        } catch (IOException | RuntimeException e) {
            look.broke(e);
        } finally {
            look.answered();
        }
    }

    private void putAway(FilePlace place, String path, String name, FileStamp stamp) throws IOException {
        try {
            if (place.stamp(path).filter(stamp::equals).isEmpty()) {
                LOG.info("{} was replaced while it was received: the new file stays, and is picked up next.", name);
                return;
            }
            if (handling.afterwards() == Afterwards.DELETE || place.isLink(path)) {
                place.delete(path);
            } else {
                archive(place, path, name, stamp);
            }
            if (handling.ready() == Ready.DONE_FILE && place.stamp(path + DONE).isPresent()) {
                place.delete(path + DONE);
            }
        } catch (IOException e) {
            leftovers.put(path, stamp);
            archiveChecked = false;
            throw look.faults().archiveFailed(archive, e);
        }
    }

    private void archive(FilePlace place, String path, String name, FileStamp stamp) throws IOException {
        int attempt = 0;
        String target = ArchiveName.of(clock.instant(), name, attempt);
        while (!place.move(path, target)) {
            target = ArchiveName.of(clock.instant(), name, ++attempt);
        }
        // Between the last check and the move, another file may have got its name: that one was never read
        boolean ours = place.archived(target)
                .filter(moved -> moved.length() == stamp.length() && moved.modified() == stamp.modified())
                .isPresent();
        if (!ours && place.stamp(path).isEmpty()) {
            place.moveBack(target, path);
        }
    }

    /** The workflow is not stored: the file stays and is retried at the next poll. */
    @Override
    public void rollback(
            GenericFileOperations<T> operations,
            GenericFileEndpoint<T> endpoint,
            Exchange exchange,
            GenericFile<T> file) {
        release(operations, exchange);
        taken.remove(file.getAbsoluteFilePath());
        Throwable met = exchange.getException();
        if (met != null && SourceFaults.isInternal(met)) {
            look.metInternally(met);
        }
    }

    private void release(GenericFileOperations<T> operations, Exchange exchange) {
        look.asks();
        try {
            operations.releaseRetrievedFileResources(exchange);
        } finally {
            look.answered();
        }
    }

    @Override
    public void abort(
            GenericFileOperations<T> operations,
            GenericFileEndpoint<T> endpoint,
            Exchange exchange,
            GenericFile<T> file) {
        release(operations, exchange);
    }

    /** A file that was passed on. */
    private final class Taken implements FileVersion {
        private final FilePlace place;
        private final String path;
        private final FileStamp stamp;

        Taken(FilePlace place, String path, FileStamp stamp) {
            this.place = place;
            this.path = path;
            this.stamp = stamp;
        }

        @Override
        public boolean unchanged() throws IOException {
            look.asks();
            try {
                return place.stamp(path).filter(stamp::equals).isPresent();
            } finally {
                look.answered();
            }
        }

        @Override
        public InputStream watched(InputStream file) {
            return new WatchedStream(file, look);
        }
    }
}
