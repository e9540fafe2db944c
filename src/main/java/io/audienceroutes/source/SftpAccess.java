package io.audienceroutes.source;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import com.jcraft.jsch.Proxy;
import io.audienceroutes.credential.Secrets;
import io.audienceroutes.destination.PickUp;
import io.audienceroutes.destination.Source;
import io.audienceroutes.destination.Source.HostKey;
import io.audienceroutes.destination.Source.SftpLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.apache.camel.component.file.remote.SftpEndpoint;

/**
 * Sets an SFTP endpoint's login and known hosts before each poll. Secrets, key files and known hosts are read again, so
 * that a fix takes effect at the next attempt.
 */
final class SftpAccess implements SourceLook.Preparation {
    private final PickUp pickUp;
    private final Source.Sftp source;
    private final Secrets secrets;
    private final SourceFaults faults;
    private final HostKeyProbe probe;
    private Optional<byte[]> pinned = Optional.empty();
    private volatile boolean rsaKey;

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
        this.probe = new HostKeyProbe(source.host(), source.port(), timeoutMillis, proxy, source.algorithms());
    }

    @Override
    public void before(Endpoint endpoint) {
        PickUpSftp.allow(endpoint, source.algorithms());
        SftpConfiguration configuration = ((SftpEndpoint) endpoint).getConfiguration();
        if (source.login() instanceof SftpLogin.Password password) {
            configuration.setPassword(secrets.require(password.secret()));
        } else if (source.login() instanceof SftpLogin.PrivateKey key) {
            String file = readable(key.file(), "private key");
            Optional<String> passphrase = key.passphraseSecret().map(secrets::require);
            requireOpens(file, passphrase);
            configuration.setPrivateKeyFile(file);
            passphrase.ifPresent(configuration::setPrivateKeyPassphrase);
        }
        if (source.hostKey() instanceof HostKey.KnownHosts known) {
            configuration.setKnownHosts(knownHosts(Path.of(readable(known.file(), "known hosts"))));
        } else if (source.hostKey() instanceof HostKey.Fingerprint fingerprint) {
            configuration.setKnownHosts(pinned(fingerprint.sha256()));
        }
    }

    /** The server's key and fingerprint may have been renewed. */
    @Override
    public void failed() {
        pinned = Optional.empty();
    }

    /** Servers do not report that they refused a key because of its signature algorithm. */
    @Override
    public SourceFault explained(SourceFault fault) {
        boolean refused = fault.condition().equals(SourceFaults.LOGIN) && fault.getCause() instanceof JSchException;
        return refused && rsaKey && !source.algorithms().hostKey().contains("ssh-rsa")
                ? faults.withOldSignature(fault)
                : fault;
    }

    private byte[] knownHosts(Path file) {
        try {
            return KnownHostsFile.read(file).keysOf(source.host(), source.port(), faults);
        } catch (IOException e) {
            throw faults.login("the known hosts file " + file + " cannot be read", e);
        }
    }

    private void requireOpens(String file, Optional<String> passphrase) {
        KeyPair key;
        try {
            key = KeyPair.load(new JSch(), file);
        } catch (JSchException e) {
            throw faults.login("the file " + file + " contains no readable private key", e);
        }
        rsaKey = key.getKeyType() == KeyPair.RSA;
        try {
            if (key.isEncrypted() && passphrase.isEmpty()) {
                throw faults.login(
                        "the private key " + file
                                + " needs a passphrase, but none is configured: set privateKeyPassphraseSecret to the name of its"
                                + " secret",
                        null);
            }
            if (key.isEncrypted() && !key.decrypt(passphrase.get())) {
                throw faults.login(
                        "the private key " + file + " cannot be decrypted with the configured passphrase", null);
            }
        } finally {
            key.dispose();
        }
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
            throw faults.login("the " + what + " file " + path + " is missing or not readable", null);
        }
        return path.toString();
    }
}
