package io.audienceroutes.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/** A real SFTP server on a free loopback port, with a host key, a user, a password and a client key of its own. */
public final class SftpServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String USER = "acme";
    private static final String PASSWORD = "canary-password+&%";
    private static final String PASSPHRASE = "canary-passphrase";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SshServer server = SshServer.setUpDefaultServer();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger logins = new AtomicInteger();
    private final Map<String, String> listedAs = new ConcurrentHashMap<>();
    private final KeyPair hostKey;
    private final Path keys;

    private SftpServer(Path root, Path keys) throws IOException, GeneralSecurityException {
        this.keys = keys;
        this.hostKey = newKey();
        KeyPair clientKey = newKey();
        try (OutputStream file = Files.newOutputStream(keys.resolve("client-key"))) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(clientKey, "client", null, file);
        }
        writeClosedKey(clientKey);
        server.setHost(HOST);
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPasswordAuthenticator(
                (user, password, session) -> counted(USER.equals(user) && PASSWORD.equals(password)));
        server.setPublickeyAuthenticator(
                (user, key, session) -> USER.equals(user) && KeyUtils.compareKeys(key, clientKey.getPublic()));
        server.setSubsystemFactories(List.of(subsystem()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root.toAbsolutePath()));
        server.addSessionListener(new SessionListener() {
            @Override
            public void sessionCreated(Session session) {
                connections.incrementAndGet();
            }
        });
        server.start();
        Files.writeString(keys.resolve("known_hosts"), knownHostsLine() + "\n", UTF_8);
    }

    /**
     * Starts a server.
     *
     * @param root what the user sees as /
     * @param keys an empty folder for the client key and the known_hosts file
     */
    public static SftpServer start(Path root, Path keys) throws IOException, GeneralSecurityException {
        return new SftpServer(root, keys);
    }

    /** From now on the server lists this file by another name, as a hostile one may. */
    public void listAs(String file, String otherName) {
        listedAs.put(file, otherName);
    }

    private SftpSubsystemFactory subsystem() {
        SftpSubsystemFactory factory = new SftpSubsystemFactory();
        factory.setFileSystemAccessor(new SftpFileSystemAccessor() {
            @Override
            public void putRemoteFileName(
                    SftpSubsystemProxy subsystem, Path path, Buffer buffer, String name, boolean shortName)
                    throws IOException {
                SftpFileSystemAccessor.super.putRemoteFileName(
                        subsystem, path, buffer, listedAs.getOrDefault(name, name), shortName);
            }
        });
        return factory;
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private void writeClosedKey(KeyPair clientKey) throws IOException, GeneralSecurityException {
        OpenSSHKeyEncryptionContext closing = new OpenSSHKeyEncryptionContext();
        closing.setCipherName("AES");
        closing.setCipherType("256");
        closing.setPassword(PASSPHRASE);
        try (OutputStream file = Files.newOutputStream(keys.resolve("closed-key"))) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(clientKey, "client", closing, file);
        }
    }

    private boolean counted(boolean accepted) {
        if (accepted) {
            logins.incrementAndGet();
        }
        return accepted;
    }

    public String host() {
        return HOST;
    }

    public int port() {
        return server.getPort();
    }

    public String username() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    /** The private key that the user may log in with, in OpenSSH's form and without passphrase. */
    public Path privateKeyFile() {
        return keys.resolve("client-key");
    }

    /** The same key, closed with {@link #passphrase()}. */
    public Path closedKeyFile() {
        return keys.resolve("closed-key");
    }

    public String passphrase() {
        return PASSPHRASE;
    }

    /** A file with this server's host key. */
    public Path knownHostsFile() {
        return keys.resolve("known_hosts");
    }

    /** This server's line for a known_hosts file. */
    public String knownHostsLine() {
        return "[" + HOST + "]:" + port() + " " + PublicKeyEntry.toString(hostKey.getPublic());
    }

    /** The host key's fingerprint, like {@code SHA256:…}. */
    public String hostKeyFingerprint() {
        return KeyUtils.getFingerPrint(hostKey.getPublic());
    }

    /** How many connections were opened so far. */
    public int connections() {
        return connections.get();
    }

    /** How often the password was sent and accepted so far. */
    public int passwordLogins() {
        return logins.get();
    }

    /** What a test does as an upstream system would: with an SFTP client of another make. */
    public interface Upload {
        void with(SftpClient client) throws IOException;
    }

    /** Connects as the user and lets the upload do its work. */
    public void upload(Upload upload) throws IOException {
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
            client.start();
            try (ClientSession session =
                    client.connect(USER, HOST, port()).verify(PATIENCE).getSession()) {
                session.addPasswordIdentity(PASSWORD);
                session.auth().verify(PATIENCE);
                try (SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
                    upload.with(sftp);
                }
            }
        }
    }

    /** Uploads one file at once. */
    public void upload(String path, String text) throws IOException {
        upload(client -> {
            try (OutputStream file = client.write(path)) {
                file.write(text.getBytes(UTF_8));
            }
        });
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
