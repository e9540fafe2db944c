package io.audienceroutes.destination;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where a destination's segment files are picked up. Secrets are named, never contained. */
public sealed interface Source {
    /** A text that is the same for two sources that would take the same files from each other. */
    String place();

    /** When a file is taken, and what becomes of it. */
    SourceHandling handling();

    /**
     * A folder on this machine.
     *
     * @param include a regular expression over the base name
     * @param links what becomes of symbolic links
     */
    record Folder(String directory, String include, Links links, SourceHandling handling) implements Source {
        /** A folder whose symbolic links are left alone. */
        public Folder(String directory, String include, SourceHandling handling) {
            this(directory, include, Links.LEAVE, handling);
        }

        @Override
        public String place() {
            return "folder " + Path.of(directory).normalize() + " " + include;
        }
    }

    /** A folder on an SFTP server that proves who it is by its host key. */
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

    /** The objects right below a prefix of a bucket; an empty prefix is the top of the bucket. */
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

    /** What becomes of symbolic links in a folder. */
    enum Links {
        /** They stay, and are told. */
        LEAVE,
        /** What they lead to is read if it lies in the folder; then the link is deleted and its target stays. */
        FOLLOW,
        /** As above, wherever it leads to. */
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

        /** None but the usual ones. */
        public static SshAlgorithms usual() {
            return new SshAlgorithms(List.of(), List.of(), List.of(), List.of());
        }
    }

    /** How to log in to an SFTP server. */
    sealed interface SftpLogin {
        /** With the password that this secret holds. */
        record Password(String secret) implements SftpLogin {}

        /** With a private key, and the secret that opens it where it is closed. */
        record PrivateKey(String file, Optional<String> passphraseSecret) implements SftpLogin {}
    }

    /** How an SFTP server's host key is known. There is no way to go without. */
    sealed interface HostKey {
        /** By a file in OpenSSH's known_hosts form. */
        record KnownHosts(String file) implements HostKey {}

        /** By the fingerprint of one of its keys, like {@code SHA256:…}. */
        record Fingerprint(String sha256) implements HostKey {}
    }

    /** The proxy on the way to an SFTP server, with the secret that holds its password where it asks for one. */
    record SftpProxy(Kind kind, String host, int port, Optional<String> username, Optional<String> passwordSecret) {
        /** How the proxy is spoken to. */
        public enum Kind {
            HTTP,
            SOCKS5
        }
    }

    /** How to log in to an S3 store. */
    sealed interface S3Login {
        /** With what the machine offers: environment, profile, role, in the order of the AWS SDK. */
        record Machine() implements S3Login {}

        /** With a profile of the machine's AWS files. */
        record Profile(String name) implements S3Login {}

        /** With an access key and its secret key, both in secrets. */
        record Keys(String accessKeySecret, String secretKeySecret) implements S3Login {}
    }
}
