package io.audienceroutes.source;

import com.jcraft.jsch.Proxy;
import io.audienceroutes.credential.Secrets;
import io.audienceroutes.destination.PickUp;
import io.audienceroutes.destination.Source;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.PollingConsumerPollStrategy;
import org.apache.camel.spi.ScheduledPollConsumerScheduler;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Creates the route of one pick-up from its template, with the beans that the template requires: {@code look},
 * {@code faultLog}, and {@code files} or {@code objects}. Nothing is opened here: an unavailable source does not block
 * the start.
 */
public final class PickUpInstance {
    /** A server that misses this many heartbeats has exceeded the response timeout. */
    private static final int SIGNS_OF_LIFE = 4;

    private final PickUp pickUp;
    private final Secrets secrets;
    private final SourceTimes times;
    private final Clock clock;
    private final SourceLook look;
    private final SourcePool pool;

    /** A pick-up whose polls are reported to the watch and run on the threads of the pool. */
    public PickUpInstance(
            PickUp pickUp, Secrets secrets, SourceTimes times, SourceWatch watch, SourcePool pool, Clock clock) {
        this.pickUp = pickUp;
        this.secrets = secrets;
        this.times = times;
        this.pool = pool;
        this.clock = clock;
        this.look = new SourceLook(pickUp.destination(), placeOf(pickUp), includeOf(pickUp.source()), times, watch);
        pool.whenEnding(pickUp.destination(), look::cutStalled);
    }

    /** Adds the route to the context, which starts it. */
    public void addTo(CamelContext camel) {
        TemplatedRouteBuilder builder =
                TemplatedRouteBuilder.builder(camel, pickUp.template()).routeId(pickUp.routeId());
        PickUpSftp.in(camel);
        pickUp.parameters().forEach(builder::parameter);
        builder.bean(
                "schedule",
                ScheduledPollConsumerScheduler.class,
                () -> pool.schedule(pickUp.destination(), sharedPlaceOf(pickUp)));
        builder.bean("look", PollingConsumerPollStrategy.class, () -> look);
        if (pickUp.source() instanceof Source.Folder folder) {
            bind(builder, folder);
        } else if (pickUp.source() instanceof Source.Sftp sftp) {
            bind(builder, sftp);
        } else if (pickUp.source() instanceof Source.S3 s3) {
            SegmentObjects objects = new SegmentObjects(pickUp, s3, new S3Connection(s3, secrets, times), look, clock);
            builder.bean("objects", S3Client.class, () -> objects);
            log(builder, objects::metLeavingObject);
        }
        builder.add();
    }

    private void bind(TemplatedRouteBuilder builder, Source.Folder folder) {
        Path directory = pickUp.local(folder.directory());
        Path archive = directory.resolve(
                folder.handling().archive().map(pickUp::local).orElse(directory.resolve(pickUp.archive())));
        PickUpFiles<File> files = new PickUpFiles<>(
                folder.handling(),
                folder.include(),
                archive.toString(),
                operations -> new LocalFiles(directory, folder.links(), archive),
                look,
                clock);
        FolderAccess access = new FolderAccess(directory, look.faults());
        prepare(access, files);
        builder.bean("files", GenericFileProcessStrategy.class, () -> files);
        log(builder, files::isAboutOneFile);
    }

    private void log(TemplatedRouteBuilder builder, Predicate<Throwable> aboutOneFile) {
        builder.bean(
                "faultLog",
                ExceptionHandler.class,
                () -> new PickUpLog(pickUp.destination(), look.faults(), aboutOneFile, look::metInternally));
    }

    private void bind(TemplatedRouteBuilder builder, Source.Sftp sftp) {
        String archive =
                pickUp.archive().startsWith("/") ? pickUp.archive() : sftp.directory() + "/" + pickUp.archive();
        PickUpFiles<SftpRemoteFile<?>> files = new PickUpFiles<>(
                sftp.handling(),
                sftp.include(),
                archive,
                operations -> new SftpFiles(operations, archive),
                look,
                clock);
        Optional<Proxy> proxy = sftp.proxy().map(settings -> new LateProxy(settings, secrets));
        int timeout = Math.toIntExact(times.connect().toMillis());
        prepare(new SftpAccess(pickUp, sftp, secrets, look.faults(), timeout, proxy), files);
        builder.bean("files", GenericFileProcessStrategy.class, () -> files);
        log(builder, files::isAboutOneFile);
        proxy.ifPresent(way -> builder.bean("proxy", Proxy.class, () -> way));
        builder.parameter("connectMillis", timeout);
        builder.parameter("aliveMillis", times.answer().toMillis() / SIGNS_OF_LIFE);
    }

    private void prepare(SourceLook.Preparation access, PickUpFiles<?> files) {
        look.preparedBy(new SourceLook.Preparation() {
                    @Override
                    public void before(Endpoint endpoint) {
                        access.before(endpoint);
                        files.begin();
                    }

                    @Override
                    public void failed() {
                        access.failed();
                    }

                    @Override
                    public SourceFault explained(SourceFault fault) {
                        return access.explained(fault);
                    }
                })
                .countingWaiting(files::end);
    }

    /** What may hang as a whole: a server, a store, or the parent folder of several sources, which may be a mount. */
    private static String sharedPlaceOf(PickUp pickUp) {
        if (pickUp.source() instanceof Source.Folder folder) {
            Path directory = pickUp.local(folder.directory());
            return "folder " + Optional.ofNullable(directory.getParent()).orElse(directory);
        }
        if (pickUp.source() instanceof Source.Sftp sftp) {
            return "sftp " + sftp.host() + ":" + sftp.port();
        }
        Source.S3 s3 = (Source.S3) pickUp.source();
        return "s3 " + s3.endpoint().orElse(s3.bucket());
    }

    static String includeOf(Source source) {
        if (source instanceof Source.Folder folder) {
            return folder.include();
        }
        return source instanceof Source.Sftp sftp ? sftp.include() : ((Source.S3) source).include();
    }

    static String placeOf(PickUp pickUp) {
        if (pickUp.source() instanceof Source.Folder folder) {
            return "the folder " + pickUp.local(folder.directory());
        }
        if (pickUp.source() instanceof Source.Sftp sftp) {
            return sftp.directory() + " of " + sftp.username() + "@" + sftp.host() + ":" + sftp.port();
        }
        Source.S3 s3 = (Source.S3) pickUp.source();
        return "s3://" + s3.bucket() + "/" + s3.prefix()
                + s3.endpoint().map(endpoint -> " at " + endpoint).orElse("");
    }
}
