package io.audienceroutes.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Debian's {@code sshd} as a process on a free loopback port, with keys and a configuration of its own. The user who runs
 * the tests logs in with a public key, and lands in the server's root folder. {@code sftp} is the outside client.
 */
public final class OpenSshServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String USUAL_KEYS = "ed25519";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final Path root;
    private final int port;
    private final Process server;

    private OpenSshServer(Path folder, String keys, String... settings) throws IOException {
        this.folder = folder;
        this.root = Files.createDirectories(folder.resolve("root"));
        this.port = Browser.freePort();
        makeKey("host-key", keys);
        makeKey("client-key", keys);
        Files.copy(folder.resolve("client-key.pub"), folder.resolve("authorized_keys"));
        String hostKey = Files.readString(folder.resolve("host-key.pub"), UTF_8);
        Files.writeString(folder.resolve("known_hosts"), "[" + HOST + "]:" + port + " " + hostKey, UTF_8);
        // The first of two values counts
        Files.writeString(folder.resolve("sshd_config"), String.join("\n", settings) + "\n" + configuration(), UTF_8);
        if (username().equals("root")) {
            // The folder that sshd locks its unprivileged part into, which Debian makes when it starts the service
            Files.createDirectories(Path.of("/run/sshd"));
        }
        this.server = start("sshd.log", program("sshd"), "-D", "-e", "-f", path("sshd_config"));
        try {
            await("sshd listens")
                    .atMost(PATIENCE)
                    .failFast("sshd ended", () -> !server.isAlive())
                    .until(this::answers);
        } catch (RuntimeException e) {
            close();
            throw new AssertionError("sshd does not respond: " + Files.readString(folder.resolve("sshd.log")), e);
        }
    }

    /** Starts a server whose keys, log and files are in this folder. */
    public static OpenSshServer start(Path folder) throws IOException {
        return new OpenSshServer(Files.createDirectories(folder), USUAL_KEYS);
    }

    /** Starts a server with lines of sshd_config(5) that come before the usual ones. */
    public static OpenSshServer startWith(Path folder, String... settings) throws IOException {
        return new OpenSshServer(Files.createDirectories(folder), USUAL_KEYS, settings);
    }

    /** The same with keys of RSA, of the server and of its user: old servers have no others. */
    public static OpenSshServer startWithRsaKeys(Path folder, String... settings) throws IOException {
        return new OpenSshServer(Files.createDirectories(folder), "rsa", settings);
    }

    /** What the server wrote so far. */
    public String log() {
        try {
            return Files.readString(folder.resolve("sshd.log"), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String configuration() {
        return String.join(
                "\n",
                "ListenAddress " + HOST + ":" + port,
                "HostKey " + path("host-key"),
                "PidFile none",
                "AuthorizedKeysFile " + path("authorized_keys"),
                "AuthenticationMethods publickey",
                "PermitRootLogin prohibit-password",
                "UsePAM no",
                // The folder is a test's, below one that everybody may write to
                "StrictModes no",
                "Subsystem sftp internal-sftp -d " + root,
                "");
    }

    public String host() {
        return HOST;
    }

    public int port() {
        return port;
    }

    /** The user who runs the tests. */
    public String username() {
        return System.getProperty("user.name");
    }

    /** What the client lands in. */
    public Path root() {
        return root;
    }

    /** The private key that the user logs in with. */
    public Path privateKeyFile() {
        return folder.resolve("client-key");
    }

    /** A file with this server's host key. */
    public Path knownHostsFile() {
        return folder.resolve("known_hosts");
    }

    /** The host key's fingerprint as {@code ssh-keygen -lf} tells it. */
    public String hostKeyFingerprint() {
        String told = run(program("ssh-keygen"), "-lf", path("host-key.pub"));
        return Arrays.stream(told.split(" ", -1))
                .filter(word -> word.startsWith("SHA256:"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(told));
    }

    /** Lets {@code sftp} carry out these commands, one a line, and raises when one fails. */
    public void sftp(String... commands) {
        Path batch = folder.resolve("batch");
        try {
            Files.writeString(batch, String.join("\n", commands) + "\n", UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(
                program("sftp"),
                "-F",
                "/dev/null",
                "-b",
                batch.toString(),
                "-P",
                Integer.toString(port),
                "-i",
                privateKeyFile().toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "StrictHostKeyChecking=yes",
                "-o",
                "UserKnownHostsFile=" + knownHostsFile(),
                username() + "@" + HOST);
    }

    /** Puts a file there, as a careful upstream system does: under another name first. */
    public void upload(Path file, String to) {
        sftp("put \"" + file + "\" \"" + to + ".part\"", "rename \"" + to + ".part\" \"" + to + "\"");
    }

    @Override
    public void close() {
        server.destroy();
        await("sshd ends").atMost(PATIENCE).until(() -> !server.isAlive());
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getInputStream().read() == 'S';
        } catch (IOException e) {
            return false;
        }
    }

    private void makeKey(String name, String type) {
        run(program("ssh-keygen"), "-q", "-t", type, "-N", "", "-f", path(name));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private Process start(String log, String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
    }

    private String run(String... command) {
        try {
            Process process = start("command.log", command);
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " did not end");
            }
            String told = Files.readString(folder.resolve("command.log"), UTF_8);
            if (process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + told);
            }
            return told;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** sshd asks to be started by its whole path, which is not on everybody's PATH. */
    private static String program(String name) {
        List<String> folders =
                new ArrayList<>(Arrays.asList(System.getenv("PATH").split(":", -1)));
        folders.add("/usr/sbin");
        return folders.stream()
                .filter(path -> !path.isEmpty())
                .map(path -> Path.of(path, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        name + " is not installed; .ci/install-programs installs it, as ./mvnw verify does."));
    }

    /** The names in a folder below the root, sorted. */
    public List<String> names(String directory) {
        try (Stream<Path> entries = Files.list(root.resolve(directory))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
