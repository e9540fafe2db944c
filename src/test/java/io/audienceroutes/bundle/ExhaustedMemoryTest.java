package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that exhausts the memory ends its process, and after three of them it is put aside: others go on. */
@Tag("bundle")
class ExhaustedMemoryTest {
    private static final int OUT_OF_MEMORY = 3;

    @TempDir
    Path folder;

    @Test
    void fileThatEndsProcessesIsPutAsideWithAnAlert() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 1_000)) {
            bench.distribution().withOption("-Xmx96m").with("segment-file.max-record-chars", "16777216");
            Path file = folder.resolve("endless-line.csv");
            writeOneLongRecord(file);
            for (int process = 1; process <= 3; process++) {
                BundleProcess ended = process == 1
                        ? bench.distribution()
                                .run(
                                        "deliver",
                                        file.toString(),
                                        "--destination",
                                        BundleBench.DESTINATION,
                                        "--profile",
                                        "sandbox")
                        : bench.runOnce();
                assertThat(ended.exitCode()).as(ended.out() + ended.err()).isEqualTo(OUT_OF_MEMORY);
                assertThat(ended.out() + ended.err()).contains("Terminating due to java.lang.OutOfMemoryError");
            }

            BundleProcess last = bench.runOnce();

            assertThat(last.exitCode()).as(last.out() + last.err()).isEqualTo(1);
            JsonNode workflow = bench.listed().get(0);
            assertThat(workflow.path("state").asText()).isEqualTo("FAILED");
            assertThat(bench.workflows("show", workflow.path("id").asText()).out())
                    .contains("Three processes in a row ended", "JAVA_OPTS=-Xmx1g");
            assertThat(last.err() + last.out()).contains("Three processes in a row ended");
        }
    }

    private static void writeOneLongRecord(Path file) throws Exception {
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("email\n");
            for (int piece = 0; piece < 1_600; piece++) {
                out.write("ж".repeat(10_000));
            }
            out.write("@example.com\n");
        }
    }
}
