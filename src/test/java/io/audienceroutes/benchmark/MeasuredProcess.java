package io.audienceroutes.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process whose time and memory are measured; what it prints goes to a file. */
final class MeasuredProcess implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 20;
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final Pattern THREADS = Pattern.compile("Threads:\\s+(\\d+)");

    private final Process process;
    private final Path printed;
    private final long begun = System.nanoTime();
    private long peakKib;
    private int mostThreads;

    private MeasuredProcess(Process process, Path printed) {
        this.process = process;
        this.printed = printed;
    }

    static MeasuredProcess start(ProcessBuilder builder, Map<String, String> environment, Path folder)
            throws IOException {
        Path printed = Files.createTempFile(folder, "printed", ".txt");
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        process.getOutputStream().close();
        return new MeasuredProcess(process, printed);
    }

    /** Waits for its end; returns the seconds from its start. */
    double awaitEnd(Predicate<Integer> expectedExit) throws IOException, InterruptedException {
        while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            look();
        }
        double seconds = seconds();
        if (!expectedExit.test(process.exitValue())) {
            throw new IllegalStateException("A measured process ended with " + process.exitValue() + ":\n" + printed());
        }
        return seconds;
    }

    /** Waits until it printed this; returns the seconds from its start. */
    double awaitPrinted(Pattern text) throws IOException, InterruptedException {
        while (!text.matcher(printed()).find()) {
            if (!process.isAlive()) {
                throw new IllegalStateException("A process ended without printing " + text + ":\n" + printed());
            }
            look();
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
        return seconds();
    }

    /** The number behind this word at the start of a printed line. */
    double number(String word) throws IOException {
        Matcher matcher = Pattern.compile("(?m)^" + word + " ([\\d.]+)$").matcher(printed());
        if (!matcher.find()) {
            throw new IllegalStateException("Expected a line '" + word + " NUMBER'; found:\n" + printed());
        }
        return Double.parseDouble(matcher.group(1));
    }

    String printed() throws IOException {
        return Files.readString(printed, StandardCharsets.UTF_8);
    }

    /** The most physical memory that it ever had, as the kernel counted at the last look; empty where none tells. */
    OptionalLong peakMib() {
        return peakKib == 0 ? OptionalLong.empty() : OptionalLong.of(peakKib >> 10);
    }

    /** The most threads that it had at any look. */
    int mostThreads() {
        return mostThreads;
    }

    /** Looks at its memory and threads. */
    void watch() {
        look();
    }

    /** What is asked again and again until it is so. */
    interface Condition {
        boolean holds() throws IOException;
    }

    /** Waits until this holds at two looks that are a second apart. */
    void sleepUntil(Condition condition, long mostSeconds) throws IOException, InterruptedException {
        int held = 0;
        for (long second = 0; held < 2 && second < mostSeconds; second++) {
            TimeUnit.SECONDS.sleep(1);
            look();
            held = condition.holds() ? held + 1 : 0;
        }
    }

    /** Asks it to end, and waits for that. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    private void look() {
        try {
            String status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
            Matcher matcher = PEAK.matcher(status);
            if (matcher.find()) {
                peakKib = Math.max(peakKib, Long.parseLong(matcher.group(1)));
            }
            Matcher threads = THREADS.matcher(status);
            if (threads.find()) {
                mostThreads = Math.max(mostThreads, Integer.parseInt(threads.group(1)));
            }
        } catch (IOException e) {
            peakKib = Math.max(peakKib, 0); // it has just ended, or this system has no such file
        }
    }
}
