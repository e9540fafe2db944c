package io.audienceroutes.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.audienceroutes.destination.SourceHandling.Ready;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PickUpTest {
    private static final Path HOME = Path.of("/srv/routes");

    @Test
    void folderIsTakenFromTheBundlesFolder() {
        PickUp pickUp = pickUp(Examples.folder("data/./inbox"));

        assertThat(pickUp.routeId()).isEqualTo("pick-up-crm");
        assertThat(pickUp.template()).isEqualTo("pick-up-from-folder");
        assertThat(pickUp.parameters())
                .containsOnly(
                        entry("destinationName", "crm"),
                        entry("directory", "/srv/routes/data/inbox"),
                        entry("include", ".*\\.csv"),
                        entry("pollMillis", "5000"));
    }

    @Test
    void serverIsAParameterAndItsSecretsAreNone() {
        assertThat(pickUp(sftp()).parameters())
                .containsOnly(
                        entry("destinationName", "crm"),
                        entry("host", "sftp.example.com"),
                        entry("port", "22"),
                        entry("username", "acme"),
                        entry("directory", "outbox"),
                        entry("include", ".*\\.csv"),
                        entry("pollMillis", "30000"));
    }

    @Test
    void bucketIsAParameterAndItsKeysAreNone() {
        assertThat(pickUp(s3()).parameters())
                .containsOnly(
                        entry("destinationName", "crm"),
                        entry("bucket", "segments"),
                        entry("prefix", "in/"),
                        entry("pollMillis", "30000"),
                        entry("archived", "true"));
    }

    @Test
    void destinationWithoutSourceIsNotPickedUp() {
        assertThat(PickUp.of(Examples.destination("crm", Optional.empty()), HOME))
                .isEmpty();
    }

    @Test
    void everyParameterIsOneOfItsTemplate() throws IOException {
        for (Source source : List.of(Examples.folder("inbox"), sftp(), s3())) {
            PickUp pickUp = pickUp(source);
            String template = Files.readString(Path.of("routes", pickUp.template() + ".camel.yaml"));

            assertThat(template).contains("id: " + pickUp.template() + "\n");
            assertThat(pickUp.parameters().keySet())
                    .allSatisfy(name -> assertThat(template).contains("- name: " + name + "\n"));
        }
    }

    private static PickUp pickUp(Source source) {
        return PickUp.of(Examples.destination("crm", Optional.of(source)), HOME).orElseThrow();
    }

    private static Source.Sftp sftp() {
        return new Source.Sftp(
                "sftp.example.com",
                22,
                "acme",
                new Source.SftpLogin.Password("partner-sftp"),
                new Source.HostKey.KnownHosts("config/known_hosts"),
                Optional.empty(),
                "outbox",
                ".*\\.csv",
                Examples.handling(Ready.SETTLE, 30));
    }

    private static Source.S3 s3() {
        return new Source.S3(
                "segments",
                "in/",
                ".*",
                Optional.of("eu-west-1"),
                Optional.of("https://s3.example.com"),
                true,
                new Source.S3Login.Keys("id", "key"),
                Examples.handling(Ready.WHOLE, 30));
    }
}
