package io.audienceroutes.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PickUpTest {
    private static final Path HOME = Path.of("/srv/routes");

    @Test
    void folderIsTakenFromTheBundlesFolder() {
        PickUp pickUp = pickUp(Examples.folder("data/./inbox"));

        assertThat(pickUp.routeId()).isEqualTo("pick-up-crm");
        assertThat(pickUp.template()).isEqualTo("pick-up-from-folder");
        assertThat(pickUp.secrets()).isEmpty();
        assertThat(pickUp.parameters())
                .containsOnly(
                        entry("destinationName", "crm"),
                        entry("directory", "/srv/routes/data/inbox"),
                        entry("archiveDirectory", "/srv/routes/data/inbox/.done"),
                        entry("include", ".*\\.csv"),
                        entry("settleMillis", "5000"),
                        entry("settleTimeoutMillis", "15000"),
                        entry("pollMillis", "5000"));
    }

    @Test
    void sftpPasswordIsASecretAndNoParameter() {
        PickUp pickUp = pickUp(sftp(new Source.SftpLogin.Password("partner-sftp")));

        assertThat(pickUp.secrets()).isEqualTo(Map.of("password", "partner-sftp"));
        assertThat(pickUp.parameters())
                .doesNotContainKey("password")
                .containsEntry("knownHostsFile", "/srv/routes/config/known_hosts");
    }

    @Test
    void sftpKeyIsAFileAndItsPassphraseASecret() {
        PickUp pickUp = pickUp(sftp(new Source.SftpLogin.PrivateKey("/keys/partner", Optional.of("partner-key"))));

        assertThat(pickUp.secrets()).isEqualTo(Map.of("privateKeyPassphrase", "partner-key"));
        assertThat(pickUp.parameters()).containsEntry("privateKeyFile", "/keys/partner");
    }

    @Test
    void bucketWithoutKeysUsesTheMachinesCredentials() {
        PickUp pickUp = pickUp(new Source.S3(
                "segments", "", Optional.empty(), Optional.empty(), false, Optional.empty(), 30, Optional.empty()));

        assertThat(pickUp.secrets()).isEmpty();
        assertThat(pickUp.parameters())
                .containsOnly(
                        entry("destinationName", "crm"),
                        entry("bucket", "segments"),
                        entry("overrideEndpoint", "false"),
                        entry("pathStyle", "false"),
                        entry("defaultCredentials", "true"),
                        entry("pollMillis", "30000"),
                        entry("moveAfterRead", "false"));
    }

    @Test
    void destinationWithoutSourceIsNotPickedUp() {
        assertThat(PickUp.of(Examples.destination("crm", Optional.empty()), HOME))
                .isEmpty();
    }

    @Test
    void everyParameterIsOneOfItsTemplate() throws IOException {
        for (Source source : List.of(
                Examples.folder("inbox"),
                sftp(new Source.SftpLogin.Password("partner-sftp")),
                sftp(new Source.SftpLogin.PrivateKey("key", Optional.of("partner-key"))),
                new Source.S3(
                        "segments",
                        "in/",
                        Optional.of("eu-west-1"),
                        Optional.of("https://s3.example.com"),
                        true,
                        Optional.of(new Source.S3Keys("id", "key")),
                        1,
                        Optional.of("archive/")))) {
            PickUp pickUp = pickUp(source);
            String template = Files.readString(Path.of("routes", pickUp.template() + ".camel.yaml"));

            assertThat(template).contains("id: " + pickUp.template() + "\n");
            assertThat(pickUp.parameters().keySet())
                    .allSatisfy(name -> assertThat(template).contains("- name: " + name + "\n"));
            assertThat(pickUp.secrets().keySet())
                    .allSatisfy(name -> assertThat(template).contains("\"#bean:{{?" + name + "}}\""));
        }
    }

    private static PickUp pickUp(Source source) {
        return PickUp.of(Examples.destination("crm", Optional.of(source)), HOME).orElseThrow();
    }

    private static Source.Sftp sftp(Source.SftpLogin login) {
        return new Source.Sftp(
                "sftp.example.com",
                22,
                "acme",
                login,
                "config/known_hosts",
                "outbox",
                ".*\\.csv",
                5,
                30,
                Optional.empty());
    }
}
