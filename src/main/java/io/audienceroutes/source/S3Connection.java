package io.audienceroutes.source;

import io.audienceroutes.credential.Secrets;
import io.audienceroutes.destination.Source;
import io.audienceroutes.destination.Source.S3Login;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Creates the client of a bucket from its settings. Keys from secrets are read again for each call. */
final class S3Connection implements Supplier<S3Client> {
    /** Other stores than Amazon's also require a region, and accept any. */
    private static final Region ANY_REGION = Region.US_EAST_1;

    private final Source.S3 source;
    private final Secrets secrets;
    private final SourceTimes times;

    S3Connection(Source.S3 source, Secrets secrets, SourceTimes times) {
        this.source = source;
        this.secrets = secrets;
        this.times = times;
    }

    @Override
    public S3Client get() {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(ApacheHttpClient.builder()
                        .connectionTimeout(times.connect())
                        .socketTimeout(times.answer()))
                .credentialsProvider(credentials())
                .forcePathStyle(source.pathStyle());
        region().ifPresent(builder::region);
        if (source.login() instanceof S3Login.Profile profile) {
            // The region is the named profile's too, where the destination names none
            builder.overrideConfiguration(configuration -> configuration.defaultProfileName(profile.name()));
        }
        source.endpoint().map(URI::create).ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private Optional<Region> region() {
        return source.region().map(Region::of).or(() -> source.endpoint().map(endpoint -> ANY_REGION));
    }

    private AwsCredentialsProvider credentials() {
        if (source.login() instanceof S3Login.Keys keys) {
            return () -> AwsBasicCredentials.create(
                    secrets.require(keys.accessKeySecret()), secrets.require(keys.secretKeySecret()));
        }
        return source.login() instanceof S3Login.Profile profile
                ? ProfileCredentialsProvider.create(profile.name())
                : DefaultCredentialsProvider.builder().build();
    }
}
