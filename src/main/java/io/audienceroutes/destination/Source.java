package io.audienceroutes.destination;

import java.nio.file.Path;
import java.util.Optional;

/** Where a destination's segment files are picked up. Secrets are named, never contained. */
public sealed interface Source {
    /** A text that is the same for two sources that would take the same files from each other. */
    String place();

    /**
     * A folder on this machine.
     *
     * @param include a regular expression over the base name
     * @param settleSeconds how long a file stays unchanged before it is taken
     */
    record Folder(
            String directory, String include, int settleSeconds, int pollSeconds, Optional<String> archiveDirectory)
            implements Source {
        @Override
        public String place() {
            return "folder " + Path.of(directory).normalize() + " " + include;
        }
    }

    /** A folder on an SFTP server whose host key is in {@code knownHostsFile}. */
    record Sftp(
            String host,
            int port,
            String username,
            SftpLogin login,
            String knownHostsFile,
            String directory,
            String include,
            int settleSeconds,
            int pollSeconds,
            Optional<String> archiveDirectory)
            implements Source {
        @Override
        public String place() {
            return "sftp " + username + "@" + host + ":" + port + " " + directory + " " + include;
        }
    }

    /** The objects right below a prefix of a bucket; an empty prefix is the top of the bucket. */
    record S3(
            String bucket,
            String prefix,
            Optional<String> region,
            Optional<String> endpoint,
            boolean pathStyle,
            Optional<S3Keys> keys,
            int pollSeconds,
            Optional<String> archivePrefix)
            implements Source {
        @Override
        public String place() {
            return "s3 " + endpoint.orElse("") + " " + bucket + " " + prefix;
        }
    }

    /** How to log in to an SFTP server. */
    sealed interface SftpLogin {
        /** With the password that this secret holds. */
        record Password(String secret) implements SftpLogin {}

        /** With a private key, and the secret that opens it where it is closed. */
        record PrivateKey(String file, Optional<String> passphraseSecret) implements SftpLogin {}
    }

    /** The names of the secrets that hold an access key and its secret key. */
    record S3Keys(String accessKeySecret, String secretKeySecret) {}
}
