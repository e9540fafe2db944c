package io.audienceroutes.source;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Proxy;
import io.audienceroutes.credential.Secrets;
import io.audienceroutes.destination.PickUp;
import io.audienceroutes.destination.Source;
import io.audienceroutes.destination.Source.HostKey;
import io.audienceroutes.destination.Source.SftpLogin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.apache.camel.component.file.remote.SftpEndpoint;

/**
 * Gives an SFTP endpoint, before each look, what it logs in with and what it knows the server by. Secrets, key files and
 * known hosts are read anew, so that what a person mends counts at the next try.
 */
final class SftpAccess implements SourceLook.Preparation {
    private final PickUp pickUp;
    private final Source.Sftp source;
    private final Secrets secrets;
    private final SourceFaults faults;
    private final HostKeyProbe probe;
    private Optional<byte[]> pinned = Optional.empty();

    SftpAccess(
            PickUp pickUp,
            Source.Sftp source,
            Secrets secrets,
            SourceFaults faults,
            int timeoutMillis,
            Optional<Proxy> proxy) {
        this.pickUp = pickUp;
        this.source = source;
        this.secrets = secrets;
        this.faults = faults;
        this.probe = new HostKeyProbe(source.host(), source.port(), timeoutMillis, proxy);
    }

    @Override
    public void before(Endpoint endpoint) {
        SftpConfiguration configuration = ((SftpEndpoint) endpoint).getConfiguration();
        if (source.login() instanceof SftpLogin.Password password) {
            configuration.setPassword(secrets.require(password.secret()));
        } else if (source.login() instanceof SftpLogin.PrivateKey key) {
            configuration.setPrivateKeyFile(readable(key.file(), "private key"));
            key.passphraseSecret().ifPresent(secret -> configuration.setPrivateKeyPassphrase(secrets.require(secret)));
        }
        if (source.hostKey() instanceof HostKey.KnownHosts known) {
            configuration.setKnownHostsFile(readable(known.file(), "known hosts"));
        } else if (source.hostKey() instanceof HostKey.Fingerprint fingerprint) {
            configuration.setKnownHosts(pinned(fingerprint.sha256()));
        }
    }

    /** The server's key may have been renewed, and the fingerprint with it. */
    @Override
    public void failed() {
        pinned = Optional.empty();
    }

    private byte[] pinned(String fingerprint) {
        if (pinned.isEmpty()) {
            try {
                pinned = Optional.of(probe.knownHostsLine(fingerprint, faults));
            } catch (JSchException e) {
                throw faults.of(e);
            }
        }
        return pinned.get();
    }

    private String readable(String file, String what) {
        Path path = pickUp.local(file);
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw faults.login("the " + what + " file " + path + " is not there or not readable", null);
        }
        return path.toString();
    }
}
