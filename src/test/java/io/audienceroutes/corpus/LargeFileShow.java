package io.audienceroutes.corpus;

import io.audienceroutes.app.RunningBundle;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;

/**
 * Prepares a large file with the real routes and tells the memory that this took: run it with {@code -Xmx384m} and a
 * folder and a size in MiB, in a process of its own for each size. The file is made with a seed and lies packed with
 * gzip. TikTok is not called: the workflow is left when its Prepare stage is done.
 */
public final class LargeFileShow {
    private static final long SEED = 20_261_124;
    private static final URI NOBODY = URI.create("http://127.0.0.1:9");

    private LargeFileShow() {}

    /** See the class. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        long size = Long.parseLong(arguments[1]) << 20;
        Path file = folder.resolve("list.csv.gz");
        long rows = write(file, size);
        System.out.printf(
                Locale.ROOT, "%,d bytes of CSV in %,d rows, %,d bytes on disk%n", size, rows, Files.size(file));
        try (RunningBundle bundle = RunningBundle.in(folder, NOBODY)) {
            bundle.destination("large");
            bundle.start();
            long begun = System.nanoTime();
            String id = deliver(bundle, file);
            long prepared = Awaitility.await()
                    .forever()
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> rowsRead(bundle, id), count -> count > 0);
            System.out.printf(
                    Locale.ROOT,
                    "%,d rows prepared in %.1f s, findings %s, peak resident memory %s%n",
                    prepared,
                    (System.nanoTime() - begun) / 1e9,
                    bundle.workflow(id).findings(),
                    peak());
        }
    }

    private static String deliver(RunningBundle bundle, Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return bundle.drop("large", "list.csv.gz", content, Files.size(file))
                    .orElseThrow();
        }
    }

    private static long rowsRead(RunningBundle bundle, String id) {
        return bundle.workflow(id).preparation().map(tally -> tally.rowsRead()).orElse(0L);
    }

    private static long write(Path file, long size) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        long written = 0;
        long rows = 0;
        try (OutputStream out = new BufferedOutputStream(new FastGzip(Files.newOutputStream(file)), 1 << 16)) {
            out.write("id,email,first name,city\n".getBytes(StandardCharsets.US_ASCII));
            while (written < size) {
                byte[] row = (rows + ",customer" + random.nextInt(1_000_000_000) + "@example.com,\"Name "
                                + random.nextInt(10_000) + "\",\"City, " + random.nextInt(1_000) + "\"\n")
                        .getBytes(StandardCharsets.US_ASCII);
                out.write(row);
                written += row.length;
                rows++;
            }
        }
        return rows;
    }

    /** The most physical memory that this process ever had, from the kernel. */
    private static String peak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .map(line -> line.replaceAll("\\s+", " "))
                .findFirst()
                .orElse("unknown");
    }

    /** The making is not what is shown. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
