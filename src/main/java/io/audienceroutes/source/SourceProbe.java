package io.audienceroutes.source;

import com.jcraft.jsch.Proxy;
import io.audienceroutes.credential.Secrets;
import io.audienceroutes.destination.PickUp;
import io.audienceroutes.destination.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.file.remote.SftpEndpoint;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/**
 * A read-only check of a source without stored state: it logs in, verifies the server and lists like a pick-up. Used by
 * the command {@code doctor}.
 */
public final class SourceProbe {
    private static final int MOST_OBJECTS = 1_000;

    private final Secrets secrets;
    private final SourceTimes times;
    private final CamelContext camel;

    /** Uses these secrets. */
    public SourceProbe(Secrets secrets, SourceTimes times, CamelContext camel) {
        this.secrets = secrets;
        this.times = times;
        this.camel = camel;
    }

    /** The source's name in messages. */
    public String place(PickUp pickUp) {
        return PickUpInstance.placeOf(pickUp);
    }

    /**
     * The files in the source: those waiting for the destination, and those that are left alone.
     *
     * @param all all pick-ups: a file that another destination picks up from the same location is not left alone
     * @throws SourceFault if it cannot be listed
     */
    public Listing list(PickUp pickUp, List<PickUp> all) {
        SourceFaults faults = new SourceFaults(place(pickUp));
        Found found = new Found(pickUp, all);
        try {
            if (pickUp.source() instanceof Source.Folder folder) {
                folder(pickUp, folder, faults, found);
            } else if (pickUp.source() instanceof Source.Sftp sftp) {
                sftp(pickUp, sftp, faults, found);
            } else {
                objects((Source.S3) pickUp.source(), found);
            }
            return found.listing();
        } catch (IOException | RuntimeException e) {
            throw faults.of(e);
        }
    }

    private static void folder(PickUp pickUp, Source.Folder folder, SourceFaults faults, Found found)
            throws IOException {
        Path directory = pickUp.local(folder.directory());
        new FolderAccess(directory, faults).before(null);
        LocalFiles files = new LocalFiles(directory, folder.links(), directory);
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.filter(path -> !Files.isDirectory(path)).toList()) {
                if (found.takes(entry.getFileName().toString())) {
                    Optional<String> refusal = files.refusalOf(entry.toFile());
                    found.file(entry.getFileName().toString(), refusal, timeOf(entry, refusal));
                }
            }
        }
    }

    private static Instant timeOf(Path entry, Optional<String> refusal) throws IOException {
        return refusal.isPresent()
                ? Instant.EPOCH
                : Files.getLastModifiedTime(entry).toInstant();
    }

    private void sftp(PickUp pickUp, Source.Sftp sftp, SourceFaults faults, Found found) {
        PickUpSftp.in(camel);
        int timeout = Math.toIntExact(times.connect().toMillis());
        Optional<Proxy> proxy = sftp.proxy().map(settings -> new LateProxy(settings, secrets));
        SftpEndpoint endpoint = camel.getEndpoint(
                "sftp:" + sftp.host() + ":" + sftp.port() + "/" + sftp.directory() + "?username=RAW(" + sftp.username()
                        + ")&preferredAuthentications=publickey,password,keyboard-interactive&strictHostKeyChecking=yes"
                        + "&useUserKnownHostsFile=false&maximumReconnectAttempts=0&stepwise=false&autoCreate=false"
                        + "&connectTimeout=" + timeout + "&soTimeout="
                        + times.answer().toMillis(),
                SftpEndpoint.class);
        proxy.ifPresent(endpoint::setProxy);
        SftpAccess access = new SftpAccess(pickUp, sftp, secrets, faults, timeout, proxy);
        access.before(endpoint);
        var operations = endpoint.createRemoteFileOperations();
        try {
            operations.connect(endpoint.getConfiguration(), null);
            for (SftpRemoteFile<?> file : operations.listFiles(sftp.directory())) {
                if (!file.isDirectory() && found.takes(file.getFilename())) {
                    found.file(
                            file.getFilename(),
                            SftpFiles.refusalOf(file),
                            Instant.ofEpochMilli(file.getLastModified()));
                }
            }
        } catch (RuntimeException e) {
            throw access.explained(faults.of(e));
        } finally {
            operations.forceDisconnect();
        }
    }

    private void objects(Source.S3 s3, Found found) {
        try (S3Client client = new S3Connection(s3, secrets, times).get()) {
            client.listObjectsV2(ListObjectsV2Request.builder()
                            .bucket(s3.bucket())
                            .prefix(s3.prefix())
                            .delimiter("/")
                            .encodingType(EncodingType.URL)
                            .maxKeys(MOST_OBJECTS)
                            .build())
                    .contents()
                    .forEach(object -> {
                        String name = object.key().substring(s3.prefix().length());
                        if (!name.isEmpty() && found.takes(name)) {
                            found.file(name, Optional.empty(), object.lastModified());
                        }
                    });
        }
    }

    /**
     * The content of a source: the number of waiting files, the time of the oldest, and the files left alone with their
     * reasons.
     */
    public record Listing(int files, Optional<Instant> oldest, SortedMap<String, String> leftAlone) {}

    /** Evaluates a listing like a pick-up. */
    private static final class Found {
        private final Pattern include;
        private final List<Pattern> others;
        private final List<Instant> waiting = new ArrayList<>();
        private final SortedMap<String, String> leftAlone = new TreeMap<>();

        Found(PickUp pickUp, List<PickUp> all) {
            String place = PickUpInstance.placeOf(pickUp);
            this.include = Pattern.compile(PickUpInstance.includeOf(pickUp.source()));
            this.others = all.stream()
                    .filter(other -> PickUpInstance.placeOf(other).equals(place))
                    .map(other -> Pattern.compile(PickUpInstance.includeOf(other.source())))
                    .toList();
        }

        /** Whether the source includes this file; a file that no source at its location includes is left alone. */
        boolean takes(String name) {
            if (SourceLook.isMarker(name)) {
                return false;
            }
            boolean ours = include.matcher(name).matches();
            if (!ours && others.stream().noneMatch(other -> other.matcher(name).matches())) {
                leftAlone.put(ArchiveName.safe(name), SourceLook.UNMATCHED);
            }
            return ours;
        }

        void file(String name, Optional<String> refusal, Instant modified) {
            if (refusal.isPresent()) {
                leftAlone.put(ArchiveName.safe(name), refusal.get());
            } else {
                waiting.add(modified);
            }
        }

        Listing listing() {
            return new Listing(waiting.size(), waiting.stream().min(Comparator.naturalOrder()), leftAlone);
        }
    }
}
