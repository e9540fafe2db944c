package io.audienceroutes.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file system of its own that is small enough to be full. */
public final class SmallDisk implements AutoCloseable {
    private static final int BLOCK = 4096;

    private final Path folder;
    private final Path filler;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.filler = folder.resolve("filler");
    }

    /** Mounts a file system of this size at a folder; only root may. */
    public static SmallDisk at(Path folder, int mebibytes) {
        List<String> mount =
                List.of("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", folder.toString());
        try {
            Files.createDirectories(folder);
            run(
                    mount,
                    "A test needs a small file system of its own. Run the build as root, in a container for example"
                            + " with --cap-add SYS_ADMIN: sudo ./mvnw -B verify");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SmallDisk(folder);
    }

    /** Uses up what is left, to the last block. */
    public void fill() {
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            requireFull(full);
        }
    }

    /** Leaves this much room. */
    public void fillBut(int kibibytes) {
        fill();
        try (var channel = FileChannel.open(filler, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - kibibytes * 1024L);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes room again. */
    public void free() {
        try {
            Files.delete(filler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on it may only be read. */
    public void readOnly() {
        run(List.of("mount", "-o", "remount,ro", folder.toString()), "The file system stays writable");
    }

    @Override
    public void close() {
        // What still has a file open there, such as a process that was killed, must not keep it
        run(List.of("umount", "-l", folder.toString()), "The file system at " + folder + " stays mounted");
    }

    private static void requireFull(IOException met) {
        if (!String.valueOf(met.getMessage()).contains("No space left on device")) {
            throw new UncheckedIOException(met);
        }
    }

    private static void run(List<String> command, String otherwise) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(otherwise + " (" + String.join(" ", command) + ": " + said.strip() + ")");
            }
        } catch (IOException e) {
            throw new AssertionError(otherwise, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
