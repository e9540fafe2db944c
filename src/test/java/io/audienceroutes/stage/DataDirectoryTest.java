package io.audienceroutes.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder with everything that is not configuration. */
final class DataDirectoryTest {
    @TempDir
    Path folder;

    @Test
    void nobodyElseMayLookIntoItNorIntoAFolderMadeWithIt() throws IOException {
        DataDirectory rehearsals = new DataDirectory(folder.resolve("data/sandbox"));

        assertThat(rehearsals.staging()).isDirectory();

        for (Path made : new Path[] {folder.resolve("data"), folder.resolve("data/sandbox")}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .as(made.toString())
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void lookingMakesNothing() {
        DataDirectory data = new DataDirectory(folder.resolve("data"));

        assertThat(data.hasState()).isFalse();
        assertThat(data.placeOf("w-1")).doesNotExist();
        assertThat(folder.resolve("data")).doesNotExist();
    }
}
