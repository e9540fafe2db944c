package io.audienceroutes.source;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchAlgoNegoFailException;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.UserInfo;
import io.audienceroutes.destination.Source.SshAlgorithms;
import io.audienceroutes.state.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Requests an SSH server's host keys, one after the other, without logging in: the key exchange ends before any user
 * data is sent. A fingerprint is OpenSSH's: the Base64 of the key's SHA-256, without padding (ssh-keygen(1)).
 */
final class HostKeyProbe {
    private static final int SSH_PORT = 22;

    /** A key type that only a setting of the source allows. */
    private final SshAlgorithms allowed;

    /** Types of host keys, each with the algorithms that request it; RFC 8332, 8709 and 5656. */
    private static final List<String> KINDS = List.of(
            "ssh-ed25519", "ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521", "rsa-sha2-512,rsa-sha2-256");

    private final String host;
    private final int port;
    private final int timeoutMillis;
    private final Optional<Proxy> proxy;
    private Optional<JSchAlgoNegoFailException> lastDifference = Optional.empty();

    HostKeyProbe(String host, int port, int timeoutMillis, Optional<Proxy> proxy, SshAlgorithms allowed) {
        this.allowed = allowed;
        this.host = host;
        this.port = port;
        this.timeoutMillis = timeoutMillis;
        this.proxy = proxy;
    }

    /** The line for a known_hosts file of the key with this fingerprint; throws if the server presents only others. */
    byte[] knownHostsLine(String fingerprint, SourceFaults faults) throws JSchException {
        List<String> shown = new ArrayList<>();
        List<String> kinds = new ArrayList<>(KINDS);
        if (!allowed.hostKey().isEmpty()) {
            kinds.add(String.join(",", allowed.hostKey()));
        }
        for (String algorithms : kinds) {
            Optional<byte[]> key = keyOf(algorithms);
            if (key.isPresent()) {
                String found = fingerprint(key.get());
                if (found.equals(fingerprint)) {
                    return line(key.get());
                }
                shown.add(found);
            }
        }
        if (shown.isEmpty()) {
            throw lastDifference.orElseThrow();
        }
        throw faults.hostKey(
                "expected the host key " + fingerprint + ", but the server presented " + String.join(", ", shown),
                null);
    }

    private Optional<byte[]> keyOf(String algorithms) throws JSchException {
        Shown shown = new Shown();
        JSch jsch = new JSch();
        jsch.setHostKeyRepository(shown);
        Session session = jsch.getSession("nobody", host, port);
        session.setConfig("StrictHostKeyChecking", "yes");
        PickUpSftp.configure(session, allowed);
        session.setConfig("server_host_key", algorithms);
        proxy.ifPresent(session::setProxy);
        try {
            session.connect(timeoutMillis);
        } catch (JSchException e) {
            // The expected end: no key is accepted here
            if (e instanceof JSchAlgoNegoFailException difference) {
                lastDifference = Optional.of(difference);
            } else if (shown.key.isEmpty()) {
                throw e;
            }
        } finally {
            session.disconnect();
        }
        return shown.key;
    }

    private byte[] line(byte[] key) throws JSchException {
        String name = port == SSH_PORT ? host : "[" + host + "]:" + port;
        HostKey hostKey = new HostKey(name, key);
        return (name + " " + hostKey.getType() + " " + hostKey.getKey() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static String fingerprint(byte[] key) {
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(Sha256.of(key));
    }

    /** Records the key that the server presents, and accepts none. */
    private static final class Shown implements HostKeyRepository {
        private Optional<byte[]> key = Optional.empty();

        @Override
        public int check(String host, byte[] shown) {
            key = Optional.of(shown.clone());
            return NOT_INCLUDED;
        }

        @Override
        public void add(HostKey hostKey, UserInfo user) {
            throw new UnsupportedOperationException("Host keys cannot be added here");
        }

        @Override
        public void remove(String host, String type) {
            throw new UnsupportedOperationException("Host keys cannot be stored here");
        }

        @Override
        public void remove(String host, String type, byte[] shown) {
            throw new UnsupportedOperationException("Host keys cannot be stored here");
        }

        @Override
        public String getKnownHostsRepositoryID() {
            return "none";
        }

        @Override
        public HostKey[] getHostKey() {
            return new HostKey[0];
        }

        @Override
        public HostKey[] getHostKey(String host, String type) {
            return new HostKey[0];
        }
    }
}
