package io.audienceroutes.destination;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a destination's segment files are picked up. Secrets are named, never contained. */
public sealed interface Source {
    /** A key that is equal for two sources that would pick up the same files. */
    String place();

    /** The word for its kind: {@code folder}, {@code sftp} or {@code s3}. */
    default String kind() {
        if (this instanceof Folder) {
            return "folder";
        }
        return this instanceof Sftp ? "sftp" : "s3";
    }

    /** When a file is picked up, and what happens to it. */
    SourceHandling handling();

    /**
     * A folder on this machine.
     *
     * @param include a regular expression over the base name
     * @param links how symbolic links are handled
     */
    record Folder(String directory, String include, Links links, SourceHandling handling) implements Source {
        /** A folder whose symbolic links are not followed. */
        public Folder(String directory, String include, SourceHandling handling) {
            this(directory, include, Links.LEAVE, handling);
        }

        @Override
        public String place() {
            return "folder " + Path.of(directory).normalize() + " " + include;
        }
    }

    /** A folder on an SFTP server, which is identified by its host key. */
    record Sftp(
            String host,
            int port,
            String username,
            SftpLogin login,
            HostKey hostKey,
            Optional<SftpProxy> proxy,
            SshAlgorithms algorithms,
            String directory,
            String include,
            SourceHandling handling)
            implements Source {
        /** With the algorithms that every server may use. */
        public Sftp(
                String host,
                int port,
                String username,
                SftpLogin login,
                HostKey hostKey,
                Optional<SftpProxy> proxy,
                String directory,
                String include,
                SourceHandling handling) {
            this(host, port, username, login, hostKey, proxy, SshAlgorithms.usual(), directory, include, handling);
        }

        @Override
        public String place() {
            return "sftp " + username + "@" + host + ":" + port + " " + directory + " " + include;
        }
    }

    /** The objects directly below a prefix of a bucket; an empty prefix means the top level. */
    record S3(
            String bucket,
            String prefix,
            String include,
            Optional<String> region,
            Optional<String> endpoint,
            boolean pathStyle,
            S3Login login,
            SourceHandling handling)
            implements Source {
        @Override
        public String place() {
            return "s3 " + endpoint.orElse("") + " " + bucket + " " + prefix + " " + include;
        }
    }

    /** How symbolic links in a folder are handled. */
    enum Links {
        /** They stay, and are reported. */
        LEAVE,
        /** The target is read if it is in the folder; then the link is deleted and the target stays. */
        FOLLOW,
        /** As above, wherever the target is. */
        FOLLOW_ANYWHERE
    }

    /** Algorithms of SSH that one server may use besides the usual ones, by their names in RFC 4253 and its successors. */
    record SshAlgorithms(List<String> keyExchange, List<String> hostKey, List<String> cipher, List<String> mac) {
        public SshAlgorithms {
            keyExchange = List.copyOf(keyExchange);
            hostKey = List.copyOf(hostKey);
            cipher = List.copyOf(cipher);
            mac = List.copyOf(mac);
        }

        /** Only the usual ones. */
        public static SshAlgorithms usual() {
            return new SshAlgorithms(List.of(), List.of(), List.of(), List.of());
        }
    }

    /** How to log in to an SFTP server. */
    sealed interface SftpLogin {
        /** With the password in this secret. */
        record Password(String secret) implements SftpLogin {}

        /** With a private key, and the secret with its passphrase if it has one. */
        record PrivateKey(String file, Optional<String> passphraseSecret) implements SftpLogin {}
    }

    /** How an SFTP server's host key is known. It is always verified. */
    sealed interface HostKey {
        /** By a file in OpenSSH's known_hosts form. */
        record KnownHosts(String file) implements HostKey {}

        /** By the fingerprint of one of its keys, like {@code SHA256:…}. */
        record Fingerprint(String sha256) implements HostKey {}
    }

    /** The proxy for an SFTP server, with the secret of its password if it needs one. */
    record SftpProxy(Kind kind, String host, int port, Optional<String> username, Optional<String> passwordSecret) {
        /** The protocol of the proxy. */
        public enum Kind {
            HTTP,
            SOCKS5
        }
    }

    /** How to log in to an S3 store. */
    sealed interface S3Login {
        /** With the machine's default credentials: environment, profile, role, in the order of the AWS SDK. */
        record Machine() implements S3Login {}

        /** With a profile of the machine's AWS files. */
        record Profile(String name) implements S3Login {}

        /** With an access key and its secret key, both in secrets. */
        record Keys(String accessKeySecret, String secretKeySecret) implements S3Login {}
    }
}
