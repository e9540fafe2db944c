package io.audienceroutes.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A real S3 server on a free loopback port that keeps its objects in memory. */
public final class S3Server implements AutoCloseable {
    private static final String REGION = "us-east-1";
    private static final String ACCESS_KEY = "canary-access-key";
    private static final String SECRET_KEY = "canary/secret+key";

    private final S3Proxy server;
    private final S3Client client;
    private final OddStore store;

    private S3Server(S3Proxy server, OddStore store) {
        this.store = store;
        this.server = server;
        this.client = S3Client.builder()
                .endpointOverride(endpoint())
                .region(Region.of(REGION))
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .build();
    }

    /** Starts a server without buckets. */
    public static S3Server start() throws Exception {
        OddStore store = new OddStore();
        S3Proxy server = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                .build();
        server.start();
        return new S3Server(server, store);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    public String region() {
        return REGION;
    }

    public String accessKey() {
        return ACCESS_KEY;
    }

    public String secretKey() {
        return SECRET_KEY;
    }

    /** A client of an upstream system; closed with the server. */
    public S3Client client() {
        return client;
    }

    public void createBucket(String bucket) {
        client.createBucket(request -> request.bucket(bucket));
    }

    public void put(String bucket, String key, String text) {
        client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(text));
    }

    /** Puts this many empty objects straight into the store: only their listing is of interest, and HTTP takes minutes. */
    public void putEmpty(String bucket, String prefix, String suffix, int count) {
        for (int number = 0; number < count; number++) {
            String key = prefix + number + suffix;
            store.putBlob(
                    PutObjectRequest.builder()
                            .bucket(bucket)
                            .key(key)
                            .contentLength(0L)
                            .build(),
                    InputStream.nullInputStream());
        }
    }

    /** From now on this object is listed and not handed out: 403 with this code, as of one in Glacier. */
    public void refuse(String key, String code) {
        store.refused.put(key, code);
    }

    /** From now on the bytes of this object never come, until the server is closed. */
    public void stall(String key) {
        store.stalled.add(key);
    }

    /** This object is as any other again. */
    public void heal(String key) {
        store.refused.remove(key);
        store.stalled.remove(key);
    }

    /** The keys in a bucket, sorted. */
    public List<String> keys(String bucket) {
        return client.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        store.closed.countDown();
        client.close();
        try {
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot stop the S3 server on port " + server.getPort(), e);
        }
    }

    /** A store in which some objects are not as the others. */
    private static final class OddStore extends ForwardingBlobStore {
        private static final int FORBIDDEN = 403;

        private final Map<String, String> refused = new ConcurrentHashMap<>();
        private final Set<String> stalled = ConcurrentHashMap.newKeySet();
        private final CountDownLatch closed = new CountDownLatch(1);

        OddStore() {
            super(new TransientNio2BlobStore());
        }

        @Override
        public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
            String code = refused.get(request.key());
            if (code != null) {
                throw S3Exception.builder()
                        .statusCode(FORBIDDEN)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode(code)
                                .errorMessage("Not this one")
                                .sdkHttpResponse(SdkHttpResponse.builder()
                                        .statusCode(FORBIDDEN)
                                        .build())
                                .build())
                        .build();
            }
            ResponseInputStream<GetObjectResponse> blob = super.getBlob(request);
            return stalled.contains(request.key())
                    ? new ResponseInputStream<>(blob.response(), AbortableInputStream.create(new Silence()))
                    : blob;
        }

        private final class Silence extends InputStream {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                return read();
            }

            @Override
            public int read() throws IOException {
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new IOException("The server is closed");
            }
        }
    }
}
