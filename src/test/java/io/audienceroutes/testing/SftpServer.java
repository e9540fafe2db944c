package io.audienceroutes.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
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
import org.apache.sshd.common.util.io.IoUtils;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.FileHandle;
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
    private final AtomicInteger refusals = new AtomicInteger();
    private final Map<String, String> listedAs = new ConcurrentHashMap<>();
    private final Map<String, Long> reportedLengths = new ConcurrentHashMap<>();
    private final Set<String> stalled = ConcurrentHashMap.newKeySet();
    private volatile boolean renamesHang;
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger listed = new AtomicInteger();
    private volatile Listing listing = Listing.USUAL;
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

    /** How the server lists a folder. */
    public enum Listing {
        USUAL,
        /** The same files again and again, each time by other names. */
        ENDLESS,
        /** The first of the names never comes. */
        HANGING
    }

    /** From now on folders are listed so. */
    public void list(Listing how) {
        listing = how;
    }

    /** From now on the server promises so many bytes of this file, whatever it sends. */
    public void reportLength(String file, long length) {
        reportedLengths.put(file, length);
    }

    /** From now on the server lets nobody read this file, as one of mode 000; the user who runs the tests may read all. */
    public void deny(String file) {
        unreadable.add(file);
    }

    /** From now on the bytes of this file never come; the server answers all else. */
    public void stall(String file) {
        stalled.add(file);
    }

    /** From now on the bytes of this file come again, at a new connection. */
    public void unstall(String file) {
        stalled.remove(file);
    }

    /** From now on the server never answers a request to rename a file; or it does again, at a new connection. */
    public void hangRenames(boolean hang) {
        renamesHang = hang;
    }

    /** From now on the user is asked for the password by keyboard-interactive, RFC 4256, and in no other way. */
    public void askByKeyboardOnly() {
        server.setUserAuthFactories(List.of(UserAuthKeyboardInteractiveFactory.INSTANCE));
    }

    /** How many names were listed while that had no end. */
    public int listed() {
        return listed.get();
    }

    private SftpSubsystemFactory subsystem() {
        SftpSubsystemFactory factory = new SftpSubsystemFactory();
        factory.setFileSystemAccessor(new OddAccess());
        return factory;
    }

    /** The file system, as an odd or hostile server shows it. */
    private final class OddAccess implements SftpFileSystemAccessor {
        @Override
        public void putRemoteFileName(
                SftpSubsystemProxy subsystem, Path path, Buffer buffer, String name, boolean shortName)
                throws IOException {
            // The same call tells whole paths, which a client asks for
            boolean endless = listing == Listing.ENDLESS && name.indexOf('/') < 0;
            String other = endless ? listed.incrementAndGet() + "-" + name : name;
            SftpFileSystemAccessor.super.putRemoteFileName(
                    subsystem, path, buffer, listedAs.getOrDefault(name, other), shortName);
        }

        @Override
        public NavigableMap<String, Object> resolveReportedFileAttributes(
                SftpSubsystemProxy subsystem,
                Path path,
                int flags,
                NavigableMap<String, Object> attributes,
                LinkOption... options) {
            Optional.ofNullable(path.getFileName())
                    .map(name -> reportedLengths.get(name.toString()))
                    .ifPresent(length -> attributes.put(IoUtils.SIZE_VIEW_ATTR, length));
            return attributes;
        }

        @Override
        public SeekableByteChannel openFile(
                SftpSubsystemProxy subsystem,
                FileHandle handle,
                Path path,
                String id,
                Set<? extends OpenOption> options,
                FileAttribute<?>... attributes)
                throws IOException {
            if (unreadable.contains(String.valueOf(path.getFileName()))) {
                throw new AccessDeniedException(path.toString());
            }
            SeekableByteChannel file =
                    SftpFileSystemAccessor.super.openFile(subsystem, handle, path, id, options, attributes);
            return stalled.contains(String.valueOf(path.getFileName())) ? new Stalled(file) : file;
        }

        @Override
        public void renameFile(SftpSubsystemProxy subsystem, Path oldPath, Path newPath, Collection<CopyOption> options)
                throws IOException {
            if (renamesHang) {
                hang();
            }
            SftpFileSystemAccessor.super.renameFile(subsystem, oldPath, newPath, options);
        }

        @Override
        public DirectoryStream<Path> openDirectory(
                SftpSubsystemProxy subsystem, DirectoryHandle handle, Path path, String id, LinkOption... options)
                throws IOException {
            DirectoryStream<Path> usual =
                    SftpFileSystemAccessor.super.openDirectory(subsystem, handle, path, id, options);
            return switch (listing) {
                case USUAL -> usual;
                case ENDLESS -> withoutEnd(usual);
                case HANGING -> hanging(usual);
            };
        }

        private static DirectoryStream<Path> withoutEnd(DirectoryStream<Path> usual) {
            List<Path> names = new ArrayList<>();
            usual.forEach(names::add);
            return stream(
                    usual, Stream.generate(() -> names).flatMap(List::stream).iterator());
        }

        private DirectoryStream<Path> hanging(DirectoryStream<Path> usual) {
            return stream(
                    usual,
                    Stream.<Path>generate(() -> {
                                try {
                                    hang();
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                                return Path.of("");
                            })
                            .iterator());
        }

        private static DirectoryStream<Path> stream(DirectoryStream<Path> usual, Iterator<Path> names) {
            return new DirectoryStream<>() {
                @Override
                public Iterator<Path> iterator() {
                    return names;
                }

                @Override
                public void close() throws IOException {
                    usual.close();
                }
            };
        }
    }

    /** Waits until the server or the session ends; what was asked for is not done then. */
    private void hang() throws IOException {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("The server is closed");
    }

    /** A file that can be opened, and never be read. */
    private final class Stalled implements SeekableByteChannel {
        private final SeekableByteChannel file;

        Stalled(SeekableByteChannel file) {
            this.file = file;
        }

        @Override
        public int read(ByteBuffer buffer) throws IOException {
            hang();
            return -1;
        }

        @Override
        public int write(ByteBuffer buffer) throws IOException {
            return file.write(buffer);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public SeekableByteChannel position(long position) throws IOException {
            file.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            file.truncate(size);
            return this;
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
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
        (accepted ? logins : refusals).incrementAndGet();
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

    /** How often a password was sent and refused so far. */
    public int refusedPasswords() {
        return refusals.get();
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
        closed.countDown();
        server.stop(true);
    }
}
