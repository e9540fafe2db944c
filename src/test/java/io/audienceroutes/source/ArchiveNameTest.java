package io.audienceroutes.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ArchiveNameTest {
    private static final Instant NOW = Instant.parse("2026-11-24T22:01:01.123Z");

    @Test
    void nameIsTimeAndTheFilesOwn() {
        assertThat(ArchiveName.of(NOW, "spring ü.csv", 0)).isEqualTo("20261124-220101-123-spring ü.csv");
    }

    @Test
    void nameThatIsTakenGetsTheNextNumber() {
        assertThat(ArchiveName.of(NOW, "a.csv", 2)).isEqualTo("20261124-220101-123-2-a.csv");
    }

    @Test
    void whatCouldLeadElsewhereIsReplaced() {
        assertThat(ArchiveName.of(NOW, "../a\\b*c?\nd\u0000.csv", 0)).isEqualTo("20261124-220101-123-.._a_b_c__d_.csv");
    }

    @Test
    void longNameIsCutToTheBytesOfAFileSystemAndKeepsItsEnding() {
        for (String letter : new String[] {"x", "ü", "漢", "😀"}) {
            String name = ArchiveName.of(NOW, letter.repeat(255) + ".csv.gz", 11);

            assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(250, 255);
            assertThat(name).endsWith(letter + ".gz").doesNotContain("?");
        }
    }

    @Test
    void nameWithoutEndingIsCutToo() {
        assertThat(ArchiveName.of(NOW, "." + "y".repeat(300), 0)).hasSize(255);
    }
}
