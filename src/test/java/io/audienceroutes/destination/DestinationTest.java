package io.audienceroutes.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.audienceroutes.destination.SourceHandling.Afterwards;
import io.audienceroutes.destination.SourceHandling.OnFailure;
import io.audienceroutes.destination.SourceHandling.Ready;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DestinationTest {
    private final ObjectMapper json = new ObjectMapper();

    static Stream<Optional<Source>> sources() {
        return Stream.of(
                Optional.empty(),
                Optional.of(Examples.folder("data/inbox")),
                Optional.of(new Source.Folder("a", "b", handling(Ready.DONE_FILE, Optional.of("c")))),
                Optional.of(new Source.Sftp(
                        "h",
                        22,
                        "u",
                        new Source.SftpLogin.PrivateKey("k", Optional.of("p")),
                        new Source.HostKey.KnownHosts("known"),
                        Optional.of(new Source.SftpProxy(
                                Source.SftpProxy.Kind.SOCKS5, "p", 1080, Optional.of("u"), Optional.of("s"))),
                        "d",
                        "i",
                        handling(Ready.SETTLE, Optional.of("a")))),
                Optional.of(new Source.Sftp(
                        "h",
                        22,
                        "u",
                        new Source.SftpLogin.Password("s"),
                        new Source.HostKey.Fingerprint("SHA256:x"),
                        Optional.empty(),
                        "d",
                        "i",
                        handling(Ready.RENAME, Optional.empty()))),
                Optional.of(new Source.S3(
                        "bucket",
                        "",
                        ".*",
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        new Source.S3Login.Machine(),
                        handling(Ready.WHOLE, Optional.empty()))),
                Optional.of(new Source.S3(
                        "bucket",
                        "in/",
                        "a.*",
                        Optional.of("eu-west-1"),
                        Optional.of("https://s3.example.com"),
                        true,
                        new Source.S3Login.Keys("id", "key"),
                        handling(Ready.SUCCESS_FILE, Optional.of("archive/")))),
                Optional.of(new Source.S3(
                        "bucket",
                        "in/",
                        ".*",
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        new Source.S3Login.Profile("partner"),
                        handling(Ready.DONE_FILE, Optional.empty()))));
    }

    private static SourceHandling handling(Ready ready, Optional<String> archive) {
        return new SourceHandling(ready, 5, 2, Afterwards.DELETE, archive, OnFailure.QUARANTINE);
    }

    @ParameterizedTest
    @MethodSource("sources")
    void comesBackFromJsonAsItWas(Optional<Source> source) throws IOException {
        Destination destination = Examples.destination("crm", source);

        String stored = json.writeValueAsString(destination);

        assertThat(json.readValue(stored, Destination.class)).isEqualTo(destination);
    }

    @Test
    void jsonHasTheKeysOfTheFile() {
        JsonNode stored = json.valueToTree(Examples.destination("crm", Optional.of(Examples.folder("data/inbox"))));

        assertThat(stored.path("advertiserIds").path(0).asText()).isEqualTo("7654321098765432109");
        assertThat(stored.path("emailRule").asText()).isEqualTo("plain");
        assertThat(stored.at("/source/folder/directory").asText()).isEqualTo("data/inbox");
        assertThat(stored.has("audienceNamePattern")).isFalse();
    }

    @Test
    void settingsStoredByANewerVersionAreStillRead() throws IOException {
        Destination destination = Examples.destination("crm", Optional.empty());
        ObjectNode stored = json.valueToTree(destination);
        stored.put("notYetInvented", true);

        assertThat(json.treeToValue(stored, Destination.class)).isEqualTo(destination);
    }

    @Test
    void audienceNameComesFromTheFileName() {
        Destination destination = Examples.withAudience(
                Examples.destination("crm", Optional.empty()),
                new AudienceNaming.FromFileName("(?<audience>.+)-[0-9]{8}\\.csv"));

        assertThat(destination.audienceNameFor("Spring sale ü-20260401.csv")).isEqualTo("Spring sale ü");
    }

    @Test
    void fileNameWithoutAnAudienceNameIsRefused() {
        Destination destination = Examples.withAudience(
                Examples.destination("crm", Optional.empty()),
                new AudienceNaming.FromFileName("(?<audience>.*)-[0-9]{8}\\.csv"));

        for (String fileName :
                List.of("spring.csv", "-20260401.csv", "  -20260401.csv", "x".repeat(71) + "-20260401.csv")) {
            assertThatThrownBy(() -> destination.audienceNameFor(fileName))
                    .isInstanceOf(AudienceNameRefused.class)
                    .hasMessageContaining("Rename the file, or correct the destination.");
        }
    }

    @Test
    void fixedAudienceNameTakesAnyFile() {
        assertThat(Examples.destination("crm", Optional.empty()).audienceNameFor("any.csv"))
                .isEqualTo("Newsletter readers");
    }

    @Test
    void invalidSettingsCannotBeHeld() {
        assertThatThrownBy(() -> new AudienceNaming.Fixed("x".repeat(71))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Examples.withAdvertisers(
                        Examples.destination("crm", Optional.empty()), List.of("7654321098765432109\n")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
