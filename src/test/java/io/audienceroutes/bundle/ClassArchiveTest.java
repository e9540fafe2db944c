package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start script takes classes from an archive that the operator made, and goes on without one that is of no use. */
@Tag("bundle")
class ClassArchiveTest {
    @TempDir
    Path folder;

    @Test
    void classesComeFromTheArchiveWhereThereIsOne() throws Exception {
        try (Distribution distribution = Distribution.withoutClassArchive(folder)) {
            String making = "-XX:ArchiveClassesAtExit=" + distribution.path("classes.jsa");
            requireHelp(distribution.withOption(making));
            assertThat(distribution.path("classes.jsa")).exists();
            distribution.withoutOption(making);

            Path loaded = folder.resolve("loaded.txt");
            requireHelp(distribution.withOption("-Xlog:class+load:file=" + loaded));

            assertThat(Files.readAllLines(loaded))
                    .anyMatch(
                            line -> line.contains("io.audienceroutes.cli.AudienceRoutes source: shared objects file"));
        }
    }

    @Test
    void anArchiveThatIsNoneIsPassedOver() throws Exception {
        try (Distribution distribution = Distribution.withoutClassArchive(folder)) {
            Files.writeString(distribution.path("classes.jsa"), "no archive");

            requireHelp(distribution);
        }
    }

    private static void requireHelp(Distribution distribution) throws IOException {
        BundleProcess help = distribution.run("--help");
        assertThat(help.exitCode()).as(help.out() + help.err()).isZero();
        assertThat(help.out()).startsWith("Usage: audience-routes");
    }
}
