package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.destination.Source.S3Login;
import io.audienceroutes.destination.SourceHandling.Ready;
import java.util.Optional;

/** An S3 bucket in a destination file and its stored form. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record S3Keys(
        String bucket,
        String prefix,
        String include,
        String region,
        String endpoint,
        Boolean pathStyle,
        String profile,
        String accessKeySecret,
        String secretKeySecret,
        String ready,
        Integer pollSeconds,
        String afterwards,
        String archivePrefix,
        String onFailure) {
    private static final int POLL_SECONDS = 30;
    private static final String EVERY_OBJECT = ".*";

    static S3Keys of(Source.S3 s3) {
        Optional<S3Login.Keys> keys =
                s3.login() instanceof S3Login.Keys secrets ? Optional.of(secrets) : Optional.empty();
        SourceKeys.Handling handling = SourceKeys.Handling.of(s3.handling());
        return new S3Keys(
                s3.bucket(),
                s3.prefix().isEmpty() ? null : s3.prefix(),
                s3.include(),
                s3.region().orElse(null),
                s3.endpoint().orElse(null),
                s3.pathStyle(),
                s3.login() instanceof S3Login.Profile named ? named.name() : null,
                keys.map(S3Login.Keys::accessKeySecret).orElse(null),
                keys.map(S3Login.Keys::secretKeySecret).orElse(null),
                handling.ready(),
                handling.pollSeconds(),
                handling.afterwards(),
                handling.archive(),
                handling.onFailure());
    }

    Source.S3 toS3() {
        return new Source.S3(
                bucket,
                SourceKeys.or(prefix, ""),
                SourceKeys.or(include, EVERY_OBJECT),
                Optional.ofNullable(region),
                Optional.ofNullable(endpoint),
                SourceKeys.or(pathStyle, false),
                login(),
                new SourceKeys.Handling(ready, null, pollSeconds, afterwards, archivePrefix, onFailure)
                        .with(Ready.WHOLE, POLL_SECONDS));
    }

    private S3Login login() {
        if (accessKeySecret != null) {
            return new S3Login.Keys(accessKeySecret, secretKeySecret);
        }
        return profile == null ? new S3Login.Machine() : new S3Login.Profile(profile);
    }
}
