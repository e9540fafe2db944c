package io.audienceroutes.conventions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first block of the README, run as it is written there. */
@Tag("bundle")
class ReadmeDemoTest {
    private static final int PATIENCE_SECONDS = 120;

    @Test
    void theFirstCommandPrintsWhatTheReadmeShows(@TempDir Path folder) throws IOException, InterruptedException {
        DocsPage readme = DocsPage.readme();
        String command = readme.codeLines("sh").get(0);
        assertThat(command).startsWith("./mvnw -q -DskipTests package && target/");
        Path output = folder.resolve("output.txt");

        Process demo = new ProcessBuilder(command.replaceFirst("^.*&& ", "").split(" ", -1))
                .redirectOutput(output.toFile())
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
        boolean ended = demo.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        demo.destroyForcibly();

        assertThat(ended)
                .as("the demo ends within %d seconds", PATIENCE_SECONDS)
                .isTrue();
        // A slow machine has time to see progress
        assertThat(Files.readAllLines(folder.resolve("errors.txt"), UTF_8))
                .allMatch(line -> line.matches("(Prepare|Compare|Deliver|Confirm): .*|Waiting for .*"));
        assertThat(demo.exitValue()).isZero();
        assertThat(masked(Files.readAllLines(output, UTF_8))).isEqualTo(masked(readme.codeLines("text")));
    }

    /** Ids and times are others at every run, and so is the number of calls until the new audience takes members. */
    private static List<String> masked(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll("w-\\d{8}-\\d{6}-[0-9a-f]{6}", "w-ID")
                        .replaceAll("\\b\\d{30}\\b", "REQUEST")
                        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                        .replaceAll("and \\d+ more", "and MORE more"))
                .toList();
    }
}
