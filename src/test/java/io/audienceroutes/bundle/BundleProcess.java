package io.audienceroutes.bundle;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One process of {@code bin/audience-routes}; what it prints goes to files, so that no pipe can block it. */
final class BundleProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 90;

    private final Process process;
    private final long startedNanos = System.nanoTime();
    private final Path out;
    private final Path err;

    private BundleProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static BundleProcess start(ProcessBuilder builder, Path folder) throws IOException {
        Path out = Files.createTempFile(folder, "process", ".out");
        Path err = Files.createTempFile(folder, "process", ".err");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        return new BundleProcess(process, out, err);
    }

    /** Gives it this text on standard input, and no more after it. */
    BundleProcess answer(String text) throws IOException {
        try (OutputStream in = process.getOutputStream()) {
            in.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    BundleProcess awaitExit() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("The process did not end.\n" + out() + err());
            }
            return this;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    int exitCode() {
        return process.exitValue();
    }

    boolean alive() {
        return process.isAlive();
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    /** Waits until its standard output or error holds the pattern, and answers the first group. */
    String awaitPrinted(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        await("printed: " + pattern)
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> find(compiled).find() || !process.isAlive());
        Matcher matcher = find(compiled);
        if (!matcher.find()) {
            throw new AssertionError("The process has ended and did not print " + pattern + "\n" + out() + err());
        }
        return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
    }

    /** Waits until {@code run} says that it runs, and answers how long that took from the start of the process. */
    Duration awaitReady() {
        awaitPrinted("Running; destinations: \\d+");
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** {@code kill -9}. */
    BundleProcess kill() {
        process.destroyForcibly();
        return awaitExit();
    }

    /** {@code kill -9}, unless it ends before this time has passed. */
    BundleProcess killAfter(Duration delay) throws InterruptedException {
        process.waitFor(delay.toNanos(), TimeUnit.NANOSECONDS);
        return kill();
    }

    /** {@code kill -15}, as a service manager does. */
    BundleProcess terminate() {
        process.destroy();
        return awaitExit();
    }

    /** {@code kill -INT}, as Ctrl-C does. */
    BundleProcess interrupt() throws IOException, InterruptedException {
        signal("INT");
        return awaitExit();
    }

    /** {@code kill -STOP}: it stands still, and knows nothing of it. */
    void stop() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** {@code kill -CONT}. */
    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("kill -" + name + " failed");
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private Matcher find(Pattern pattern) {
        return pattern.matcher(out() + err());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
