package io.audienceroutes.destination;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.destination.Source.HostKey;
import io.audienceroutes.destination.Source.SftpLogin;
import io.audienceroutes.destination.Source.SftpProxy;
import io.audienceroutes.destination.Source.SshAlgorithms;
import io.audienceroutes.destination.SourceHandling.Ready;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A folder on an SFTP server in a destination file and its stored form. */
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
        String hostKeyFingerprint,
        ProxyKeys proxy,
        AlgorithmKeys algorithms,
        String directory,
        String include,
        String ready,
        Integer settleSeconds,
        Integer pollSeconds,
        String afterwards,
        String archiveDirectory,
        String onFailure) {
    private static final int POLL_SECONDS = 30;
    private static final int SSH_PORT = 22;

    static SftpKeys of(Source.Sftp sftp) {
        Optional<SftpLogin.PrivateKey> key =
                sftp.login() instanceof SftpLogin.PrivateKey privateKey ? Optional.of(privateKey) : Optional.empty();
        SourceKeys.Handling handling = SourceKeys.Handling.of(sftp.handling());
        return new SftpKeys(
                sftp.host(),
                sftp.port(),
                sftp.username(),
                sftp.login() instanceof SftpLogin.Password password ? password.secret() : null,
                key.map(SftpLogin.PrivateKey::file).orElse(null),
                key.flatMap(SftpLogin.PrivateKey::passphraseSecret).orElse(null),
                sftp.hostKey() instanceof HostKey.KnownHosts known ? known.file() : null,
                sftp.hostKey() instanceof HostKey.Fingerprint pinned ? pinned.sha256() : null,
                sftp.proxy().map(ProxyKeys::of).orElse(null),
                AlgorithmKeys.of(sftp.algorithms()),
                sftp.directory(),
                sftp.include(),
                handling.ready(),
                handling.settleSeconds(),
                handling.pollSeconds(),
                handling.afterwards(),
                handling.archive(),
                handling.onFailure());
    }

    Source.Sftp toSftp(String usualInclude) {
        return new Source.Sftp(
                host,
                SourceKeys.or(port, SSH_PORT),
                username,
                login(),
                knownHostsFile == null
                        ? new HostKey.Fingerprint(hostKeyFingerprint)
                        : new HostKey.KnownHosts(knownHostsFile),
                Optional.ofNullable(proxy).map(ProxyKeys::toProxy),
                Optional.ofNullable(algorithms).map(AlgorithmKeys::toAlgorithms).orElseGet(SshAlgorithms::usual),
                directory,
                SourceKeys.or(include, usualInclude),
                new SourceKeys.Handling(ready, settleSeconds, pollSeconds, afterwards, archiveDirectory, onFailure)
                        .with(Ready.SETTLE, POLL_SECONDS));
    }

    private SftpLogin login() {
        return passwordSecret == null
                ? new SftpLogin.PrivateKey(privateKeyFile, Optional.ofNullable(privateKeyPassphraseSecret))
                : new SftpLogin.Password(passwordSecret);
    }

    /** Algorithms in a destination file. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record AlgorithmKeys(List<String> keyExchange, List<String> hostKey, List<String> cipher, List<String> mac) {
        static AlgorithmKeys of(SshAlgorithms algorithms) {
            return algorithms.equals(SshAlgorithms.usual())
                    ? null
                    : new AlgorithmKeys(
                            algorithms.keyExchange(), algorithms.hostKey(), algorithms.cipher(), algorithms.mac());
        }

        SshAlgorithms toAlgorithms() {
            return new SshAlgorithms(
                    SourceKeys.or(keyExchange, List.of()),
                    SourceKeys.or(hostKey, List.of()),
                    SourceKeys.or(cipher, List.of()),
                    SourceKeys.or(mac, List.of()));
        }
    }

    /** A proxy in a destination file. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ProxyKeys(String type, String host, Integer port, String username, String passwordSecret) {
        static ProxyKeys of(SftpProxy proxy) {
            return new ProxyKeys(
                    SourceKeys.text(proxy.kind()),
                    proxy.host(),
                    proxy.port(),
                    proxy.username().orElse(null),
                    proxy.passwordSecret().orElse(null));
        }

        SftpProxy toProxy() {
            return new SftpProxy(
                    SftpProxy.Kind.valueOf(type.toUpperCase(Locale.ROOT)),
                    host,
                    port,
                    Optional.ofNullable(username),
                    Optional.ofNullable(passwordSecret));
        }
    }
}
