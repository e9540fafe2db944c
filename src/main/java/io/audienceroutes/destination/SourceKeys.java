package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.destination.Source.S3Keys;
import io.audienceroutes.destination.Source.SftpLogin;
import java.util.Optional;

/** A source as its file and its stored form spell it: exactly one of the three is not null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record SourceKeys(FolderKeys folder, SftpKeys sftp, S3SourceKeys s3) {
    private static final String DEFAULT_INCLUDE = ".*\\.csv";
    private static final int DEFAULT_SETTLE_SECONDS = 5;

    /** A local folder is cheap to look into; a server is not. */
    private static final int LOCAL_POLL_SECONDS = 5;

    private static final int REMOTE_POLL_SECONDS = 30;
    private static final int SSH_PORT = 22;

    static SourceKeys of(Source source) {
        return new SourceKeys(
                source instanceof Source.Folder folder ? FolderKeys.of(folder) : null,
                source instanceof Source.Sftp sftp ? SftpKeys.of(sftp) : null,
                source instanceof Source.S3 s3 ? S3SourceKeys.of(s3) : null);
    }

    Source toSource() {
        if (folder != null) {
            return folder.toFolder();
        }
        return sftp != null ? sftp.toSftp() : s3.toS3();
    }

    private static <T> T or(T value, T fallback) {
        return value == null ? fallback : value;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record FolderKeys(
            String directory, String include, Integer settleSeconds, Integer pollSeconds, String archiveDirectory) {
        static FolderKeys of(Source.Folder folder) {
            return new FolderKeys(
                    folder.directory(),
                    folder.include(),
                    folder.settleSeconds(),
                    folder.pollSeconds(),
                    folder.archiveDirectory().orElse(null));
        }

        Source.Folder toFolder() {
            return new Source.Folder(
                    directory,
                    or(include, DEFAULT_INCLUDE),
                    or(settleSeconds, DEFAULT_SETTLE_SECONDS),
                    or(pollSeconds, LOCAL_POLL_SECONDS),
                    Optional.ofNullable(archiveDirectory));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record SftpKeys(
            String host,
            Integer port,
            String username,
            String passwordSecret,
            String privateKeyFile,
            String privateKeyPassphraseSecret,
            String knownHostsFile,
            String directory,
            String include,
            Integer settleSeconds,
            Integer pollSeconds,
            String archiveDirectory) {
        static SftpKeys of(Source.Sftp sftp) {
            Optional<SftpLogin.PrivateKey> key = sftp.login() instanceof SftpLogin.PrivateKey privateKey
                    ? Optional.of(privateKey)
                    : Optional.empty();
            return new SftpKeys(
                    sftp.host(),
                    sftp.port(),
                    sftp.username(),
                    sftp.login() instanceof SftpLogin.Password password ? password.secret() : null,
                    key.map(SftpLogin.PrivateKey::file).orElse(null),
                    key.flatMap(SftpLogin.PrivateKey::passphraseSecret).orElse(null),
                    sftp.knownHostsFile(),
                    sftp.directory(),
                    sftp.include(),
                    sftp.settleSeconds(),
                    sftp.pollSeconds(),
                    sftp.archiveDirectory().orElse(null));
        }

        Source.Sftp toSftp() {
            return new Source.Sftp(
                    host,
                    or(port, SSH_PORT),
                    username,
                    login(),
                    knownHostsFile,
                    directory,
                    or(include, DEFAULT_INCLUDE),
                    or(settleSeconds, DEFAULT_SETTLE_SECONDS),
                    or(pollSeconds, REMOTE_POLL_SECONDS),
                    Optional.ofNullable(archiveDirectory));
        }

        private SftpLogin login() {
            return passwordSecret == null
                    ? new SftpLogin.PrivateKey(privateKeyFile, Optional.ofNullable(privateKeyPassphraseSecret))
                    : new SftpLogin.Password(passwordSecret);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record S3SourceKeys(
            String bucket,
            String prefix,
            String region,
            String endpoint,
            Boolean pathStyle,
            String accessKeySecret,
            String secretKeySecret,
            Integer pollSeconds,
            String archivePrefix) {
        static S3SourceKeys of(Source.S3 s3) {
            return new S3SourceKeys(
                    s3.bucket(),
                    s3.prefix().isEmpty() ? null : s3.prefix(),
                    s3.region().orElse(null),
                    s3.endpoint().orElse(null),
                    s3.pathStyle(),
                    s3.keys().map(S3Keys::accessKeySecret).orElse(null),
                    s3.keys().map(S3Keys::secretKeySecret).orElse(null),
                    s3.pollSeconds(),
                    s3.archivePrefix().orElse(null));
        }

        Source.S3 toS3() {
            return new Source.S3(
                    bucket,
                    or(prefix, ""),
                    Optional.ofNullable(region),
                    Optional.ofNullable(endpoint),
                    or(pathStyle, false),
                    Optional.ofNullable(accessKeySecret).map(id -> new S3Keys(id, secretKeySecret)),
                    or(pollSeconds, REMOTE_POLL_SECONDS),
                    Optional.ofNullable(archivePrefix));
        }
    }
}
