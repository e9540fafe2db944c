package io.audienceroutes.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.Destinations;
import io.audienceroutes.format.FormatLimits;
import io.audienceroutes.format.SegmentFormats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleFileTest {
    private static final SegmentFormats FORMATS =
            new SegmentFormats(FormatLimits.defaults(), Path::of, name -> Optional.empty());

    @TempDir
    Path folder;

    private Destination destination;
    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        destination = Destinations.load(Path.of("config/destinations")).require("sample-newsletter");
        file = folder.resolve("list.csv");
        Files.writeString(file, """
                name,email,phone
                "Ada, the first",ada@example.com,
                Nobody,not an address,
                Grace,grace@example.com,+12025550123
                Joan,joan@example.com,
                """);
    }

    @Test
    void sampleHoldsTheFirstAcceptedRowsAndNoMore() throws IOException {
        assertThat(sample(2)).isEqualTo("""
                name,email,phone\r
                "Ada, the first",ada@example.com,\r
                Grace,grace@example.com,+12025550123\r
                """);
    }

    @Test
    void sampleLargerThanTheFileIsTheWholeFile() throws IOException {
        assertThat(sample(100).lines()).hasSize(4);
    }

    @Test
    void sampleOfNoRowsIsRefused() {
        assertThatThrownBy(() -> sample(0)).isInstanceOf(InvalidSettings.class).hasMessageContaining("1 to 10000");
    }

    private String sample(int rows) throws IOException {
        return new String(SampleFile.of(file, destination, rows, FORMATS).readAllBytes(), StandardCharsets.UTF_8);
    }
}
