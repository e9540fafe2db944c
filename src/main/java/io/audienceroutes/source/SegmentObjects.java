package io.audienceroutes.source;

import io.audienceroutes.destination.PickUp;
import io.audienceroutes.destination.Source;
import io.audienceroutes.destination.SourceHandling.Afterwards;
import io.audienceroutes.destination.SourceHandling.Ready;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.Variable;
import org.apache.camel.util.FileUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Bean {@code objects} of one bucket. To the consumer it is the S3 client: where the consumer asks for the next page of a
 * listing, this hands out the next object of one listing of everything, by age, whole, and one at a time, so that an object
 * which fails holds back no other. To the steps behind it, it names the copy into the archive, which
 * overwrites no object, and raises unless the object is still the one that was read. Called by route {@code
 * pick-up-from-s3}.
 */
public final class SegmentObjects implements S3Client {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentObjects.class);
    private static final Pattern UNFINISHED = Pattern.compile("(?i)\\..*|_.*|.*\\.(done|part|partial|filepart|tmp)");
    private static final Comparator<S3Object> BY_AGE =
            Comparator.comparing(S3Object::lastModified).thenComparing(S3Object::key);
    private static final String DONE = ".done";
    private static final String SUCCESS = "_SUCCESS";

    /** This many of the oldest objects of a listing are kept in memory; the rest is listed again when they are done. */
    private static final int MOST_OBJECTS = 10_000;

    private static final int PRECONDITION_FAILED = 412;

    private final Source.S3 source;
    private final String archive;
    private final Pattern include;
    private final Supplier<S3Client> connect;
    private final SourceLook look;
    private final Clock clock;
    private final Deque<S3Object> listed = new ArrayDeque<>();
    private final Map<String, String> read = new HashMap<>();
    private final Map<String, String> leftovers = new HashMap<>();
    private final ObjectRefusals refusals;
    private Optional<OpenedObject> opened = Optional.empty();
    private Optional<S3Client> client = Optional.empty();
    private Optional<String> leaving = Optional.empty();
    private boolean looking;

    SegmentObjects(PickUp pickUp, Source.S3 source, Supplier<S3Client> connect, SourceLook look, Clock clock) {
        this.source = source;
        this.archive = pickUp.archive();
        this.include = Pattern.compile(source.include());
        this.connect = connect;
        this.look = look;
        this.refusals = new ObjectRefusals(look);
        this.clock = clock;
    }

    /** An unreachable bucket must not block the start: the first poll reports the problem. */
    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        return HeadBucketResponse.builder().build();
    }

    /** The next object of the current poll, if any. */
    @Override
    public ListObjectsResponse listObjects(ListObjectsRequest request) {
        leaving = Optional.empty();
        if (!looking) {
            refusals.begin();
            list(request);
            putAwayLeftovers();
        }
        Optional<S3Object> next = nextOpened(request.bucket());
        looking = next.isPresent();
        return ListObjectsResponse.builder()
                .isTruncated(false)
                .contents(next.stream().toList())
                .build();
    }

    /**
     * Each object is opened before it is returned. One that another process picked up since the listing is skipped; one
     * that the store refuses stays, and does not affect the others.
     */
    private Optional<S3Object> nextOpened(String bucket) {
        dropOpened();
        while (!listed.isEmpty() && !look.broken()) {
            S3Object next = listed.poll();
            opened = open(bucket, next);
            if (opened.filter(object -> next.eTag().equals(object.eTag())).isPresent()) {
                refusals.opened();
                return Optional.of(next);
            }
            dropOpened();
        }
        refusals.ended();
        return Optional.empty();
    }

    private Optional<OpenedObject> open(String bucket, S3Object object) {
        look.asks();
        try {
            return Optional.of(new OpenedObject(
                    object.key(), client().getObject(get -> get.bucket(bucket).key(object.key())), look));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (S3Exception e) {
            if (!ObjectRefusals.isAboutOneObject(e)) {
                throw e;
            }
            refusals.refused(object, e);
            return Optional.empty();
        } finally {
            look.answered();
        }
    }

    /** An opened object that is not needed. */
    private void dropOpened() {
        opened.ifPresent(OpenedObject::abort);
        opened = Optional.empty();
    }

    private void list(ListObjectsRequest wanted) {
        String below = Optional.ofNullable(wanted.prefix()).orElse("");
        PriorityQueue<S3Object> oldest = new PriorityQueue<>(BY_AGE.reversed());
        Set<String> markers = new HashSet<>();
        Instant[] success = {Instant.MIN};
        client().listObjectsV2Paginator(request -> request.bucket(wanted.bucket())
                        .prefix(below)
                        .delimiter(wanted.delimiter())
                        // XML has no way to write most control characters
                        .encodingType(EncodingType.URL))
                .contents()
                .forEach(object -> {
                    String name = object.key().substring(below.length());
                    if (name.equals(SUCCESS)) {
                        success[0] = object.lastModified();
                    } else if (name.endsWith(DONE)) {
                        markers.add(object.key());
                    } else if (isSegmentFile(name)) {
                        keep(oldest, object);
                    } else if (!name.isEmpty() && !UNFINISHED.matcher(name).matches()) {
                        look.matchesNothing(name);
                    }
                });
        List<S3Object> byAge = new ArrayList<>(oldest);
        byAge.removeIf(object -> !isWhole(object, markers, success[0]));
        byAge.sort(BY_AGE);
        listed.clear();
        listed.addAll(byAge);
        look.listed();
    }

    private boolean isSegmentFile(String name) {
        return !name.isEmpty()
                && !UNFINISHED.matcher(name).matches()
                && include.matcher(name).matches();
    }

    private static void keep(PriorityQueue<S3Object> oldest, S3Object object) {
        oldest.add(object);
        if (oldest.size() > MOST_OBJECTS) {
            oldest.remove();
        }
    }

    private boolean isWhole(S3Object object, Set<String> markers, Instant success) {
        Ready ready = source.handling().ready();
        if (ready == Ready.DONE_FILE) {
            return markers.contains(object.key() + DONE);
        }
        return ready != Ready.SUCCESS_FILE || !object.lastModified().isAfter(success);
    }

    /** What was received and could not leave its bucket leaves it now, and is not taken again. */
    private void putAwayLeftovers() {
        for (S3Object object : List.copyOf(listed)) {
            String debt = leftovers.remove(object.key());
            if (object.eTag().equals(debt)) {
                listed.remove(object);
                read.put(object.key(), debt);
                try {
                    putAway(object.key());
                } catch (SdkException | ObjectReplaced e) {
                    stays(object.key(), e);
                    if (look.broken()) {
                        throw look.faults().archiveFailed(archive, e);
                    }
                }
            }
        }
    }

    private void putAway(String key) {
        if (source.handling().afterwards() == Afterwards.ARCHIVE) {
            client().copyObject(toArchive(key));
        }
        client().deleteObject(toDelete(key));
        gone(key);
    }

    /** The consumer requests the returned object as a stream. */
    @Override
    public <R> R getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, R> transformer) {
        OpenedObject object = opened.filter(one -> one.key().equals(request.key()))
                .orElseThrow(() -> new IllegalStateException("Another object was handed out"));
        opened = Optional.empty();
        read.put(object.key(), object.eTag());
        look.cutBy(object::abort);
        try {
            return transformer.transform(object.response(), object.bytes());
        } catch (Exception e) {
            throw new IllegalStateException("A stream is handed on as it is", e);
        }
    }

    /** The file's name: the key's last part. */
    public String nameOf(@Variable("objectKey") String key) {
        return FileUtil.stripPath(key);
    }

    /** The copy of the received object into the archive: of what was read alone, and to a name of its own. */
    public CopyObjectRequest toArchive(@Variable("objectKey") String key) {
        leaving = Optional.of(key);
        String target = archive + key;
        String folder = target.substring(0, target.lastIndexOf('/') + 1);
        return CopyObjectRequest.builder()
                .sourceBucket(source.bucket())
                .sourceKey(key)
                .copySourceIfMatch(read.get(key))
                .destinationBucket(source.bucket())
                .destinationKey(folder + freeName(folder, key.substring(key.lastIndexOf('/') + 1)))
                .build();
    }

    private String freeName(String folder, String name) {
        int attempt = 0;
        String candidate = ArchiveName.of(clock.instant(), name, attempt);
        while (eTagOf(folder + candidate).isPresent()) {
            candidate = ArchiveName.of(clock.instant(), name, ++attempt);
        }
        return candidate;
    }

    /** The deletion of the received object. Raises if another has taken its key: that one stays, and is taken next. */
    public DeleteObjectRequest toDelete(@Variable("objectKey") String key) {
        leaving = Optional.of(key);
        if (!eTagOf(key).equals(Optional.ofNullable(read.get(key)))) {
            throw new ObjectReplaced();
        }
        return DeleteObjectRequest.builder().bucket(source.bucket()).key(key).build();
    }

    /** The received object is deleted: the object that marked it as complete goes too. */
    public void gone(@Variable("objectKey") String key) {
        if (source.handling().ready() == Ready.DONE_FILE) {
            client().deleteObject(marker -> marker.bucket(source.bucket()).key(key + DONE));
        }
        read.remove(key);
        leaving = Optional.empty();
    }

    /** Whether this met an object on its way out of the bucket; what follows from it is noted here. */
    boolean metLeavingObject(Throwable met) {
        Optional<String> key = leaving;
        leaving = Optional.empty();
        key.ifPresent(object -> stays(object, met));
        return key.isPresent();
    }

    /** What cannot leave is not received again, and ends this look; what was replaced is simply a new object. */
    private void stays(String key, Throwable met) {
        String eTag = read.remove(key);
        leaving = Optional.empty();
        if (met instanceof ObjectReplaced
                || (met instanceof S3Exception refusal && refusal.statusCode() == PRECONDITION_FAILED)) {
            LOG.info("An object was replaced while it was received: the new one stays, and is picked up next.");
        } else {
            leftovers.put(key, eTag);
            listed.clear();
            look.broke(look.faults().archiveFailed(archive, met));
        }
    }

    @Override
    public CopyObjectResponse copyObject(CopyObjectRequest request) {
        return client().copyObject(request);
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
        return client().deleteObject(request);
    }

    private Optional<String> eTagOf(String key) {
        try {
            return Optional.of(
                    client().headObject(head -> head.bucket(source.bucket()).key(key))
                            .eTag());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    private S3Client client() {
        if (client.isEmpty()) {
            client = Optional.of(connect.get());
        }
        return client.get();
    }

    /** Another object has the key of the one that was received. */
    private static final class ObjectReplaced extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ObjectReplaced() {
            super("The object was replaced while it was received");
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        dropOpened();
        client.ifPresent(S3Client::close);
        client = Optional.empty();
    }
}
