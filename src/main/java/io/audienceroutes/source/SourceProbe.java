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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.file.remote.SftpEndpoint;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/**
 * One look into a source that takes nothing and keeps no book: it logs in, knows the server and lists as a pick-up does.
 * Asked by the command {@code doctor}.
 */
public final class SourceProbe {
    private static final int MOST_OBJECTS = 1_000;

    private final Secrets secrets;
    private final SourceTimes times;
    private final CamelContext camel;

    /** Logs in with these secrets. */
    public SourceProbe(Secrets secrets, SourceTimes times, CamelContext camel) {
        this.secrets = secrets;
        this.times = times;
        this.camel = camel;
    }

    /** How people call the source. */
    public String place(PickUp pickUp) {
        return PickUpInstance.placeOf(pickUp);
    }

    /**
     * The files that wait there, of those that the destination takes.
     *
     * @throws SourceFault when it cannot be listed
     */
    public Listing list(PickUp pickUp) {
        SourceFaults faults = new SourceFaults(place(pickUp));
        try {
            if (pickUp.source() instanceof Source.Folder folder) {
                return folder(pickUp, folder, faults);
            }
            return pickUp.source() instanceof Source.Sftp sftp
                    ? sftp(pickUp, sftp, faults)
                    : objects((Source.S3) pickUp.source());
        } catch (IOException | RuntimeException e) {
            throw faults.of(e);
        }
    }

    private static Listing folder(PickUp pickUp, Source.Folder folder, SourceFaults faults) throws IOException {
        Path directory = pickUp.local(folder.directory());
        new FolderAccess(directory, faults).before(null);
        Pattern include = Pattern.compile(folder.include());
        List<Instant> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.filter(Files::isRegularFile).toList()) {
                if (include.matcher(entry.getFileName().toString()).matches()) {
                    found.add(Files.getLastModifiedTime(entry).toInstant());
                }
            }
        }
        return Listing.of(found);
    }

    private Listing sftp(PickUp pickUp, Source.Sftp sftp, SourceFaults faults) {
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
            Pattern include = Pattern.compile(sftp.include());
            return Listing.of(Stream.of(operations.listFiles(sftp.directory()))
                    .filter(file -> !file.isDirectory()
                            && include.matcher(file.getFilename()).matches())
                    .map(file -> Instant.ofEpochMilli(file.getLastModified()))
                    .toList());
        } catch (RuntimeException e) {
            throw access.explained(faults.of(e));
        } finally {
            operations.forceDisconnect();
        }
    }

    private Listing objects(Source.S3 s3) {
        Pattern include = Pattern.compile(s3.include());
        try (S3Client client = new S3Connection(s3, secrets, times).get()) {
            return Listing.of(client
                    .listObjectsV2(ListObjectsV2Request.builder()
                            .bucket(s3.bucket())
                            .prefix(s3.prefix())
                            .delimiter("/")
                            .encodingType(EncodingType.URL)
                            .maxKeys(MOST_OBJECTS)
                            .build())
                    .contents()
                    .stream()
                    .filter(object -> include.matcher(
                                    object.key().substring(s3.prefix().length()))
                            .matches())
                    .map(object -> object.lastModified())
                    .toList());
        }
    }

    /** What waits in a source: how many files, and since when the oldest. */
    public record Listing(int files, Optional<Instant> oldest) {
        static Listing of(List<Instant> times) {
            return new Listing(times.size(), times.stream().min(Comparator.naturalOrder()));
        }
    }
}
