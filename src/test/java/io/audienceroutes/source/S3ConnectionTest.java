package io.audienceroutes.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.credential.Secrets;
import io.audienceroutes.destination.Source;
import io.audienceroutes.destination.SourceHandling;
import io.audienceroutes.destination.SourceHandling.Afterwards;
import io.audienceroutes.destination.SourceHandling.OnFailure;
import io.audienceroutes.destination.SourceHandling.Ready;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class S3ConnectionTest {
    @TempDir
    Path folder;

    @Test
    void regionIsThatOfTheNamedProfileUnlessTheDestinationNamesOne() throws IOException {
        Path file = folder.resolve("config");
        Files.writeString(file, "[default]\nregion = eu-west-3\n\n[profile partner]\nregion = eu-north-1\n");
        System.setProperty("aws.configFile", file.toString());
        try {
            assertThat(region(Optional.empty())).isEqualTo(Region.EU_NORTH_1);
            assertThat(region(Optional.of("sa-east-1"))).isEqualTo(Region.SA_EAST_1);
        } finally {
            System.clearProperty("aws.configFile");
        }
    }

    private Region region(Optional<String> named) {
        Source.S3 source = new Source.S3(
                "segments",
                "",
                ".*",
                named,
                Optional.empty(),
                false,
                new Source.S3Login.Profile("partner"),
                new SourceHandling(Ready.WHOLE, 1, 1, Afterwards.DELETE, Optional.empty(), OnFailure.STAY));
        Secrets none = new Secrets(folder, name -> Optional.empty());
        SourceTimes times = new SourceTimes(
                Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        try (S3Client client = new S3Connection(source, none, times).get()) {
            return client.serviceClientConfiguration().region();
        }
    }
}
