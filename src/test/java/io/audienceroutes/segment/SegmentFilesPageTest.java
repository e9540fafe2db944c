package io.audienceroutes.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page on segment files lists the reasons and names that the code has; a failure prints the text to paste. */
class SegmentFilesPageTest {
    @Test
    void everyReasonIsListedWithItsRemedy() throws IOException {
        String table = Arrays.stream(RejectReason.values())
                .map(reason -> "| `" + reason.code() + "` | " + reason.remedy() + " |")
                .collect(Collectors.joining("\n"));

        assertThat(page()).contains("| reason | what to do |\n| --- | --- |\n" + table + "\n<!-- end of reasons -->");
    }

    @Test
    void everyUsualNameIsListed() throws IOException {
        String table = Arrays.stream(IdentifierType.values())
                .map(type -> "| " + type + " | "
                        + UsualNames.of(type).stream()
                                .map(name -> "`" + name + "`")
                                .collect(Collectors.joining(", "))
                        + " |")
                .collect(Collectors.joining("\n"));

        assertThat(page())
                .contains("| type | usual names |\n| --- | --- |\n" + table + "\n<!-- end of usual names -->");
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("src/site/markdown/segment-files.md")).replace("\r\n", "\n");
    }
}
