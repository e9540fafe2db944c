package io.audienceroutes.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsTest {
    @TempDir
    Path directory;

    @Test
    void environmentVariableIsNamedAfterTheSecret() {
        Secrets secrets = secrets(Map.of("AUDIENCE_ROUTES_SECRET_PARTNER_SFTP", "from environment"));

        assertThat(secrets.require("partner-sftp")).isEqualTo("from environment");
    }

    @Test
    void fileIsReadWithoutItsLastLineBreak() throws IOException {
        write("pass phrase ü\r\n".getBytes(UTF_8));

        assertThat(secrets(Map.of()).require("partner-sftp")).isEqualTo("pass phrase ü");
    }

    @Test
    void missingSecretNamesBothPlaces() {
        assertThatThrownBy(() -> secrets(Map.of()).require("partner-sftp"))
                .isInstanceOf(SecretMissing.class)
                .hasMessage("There is no secret partner-sftp: neither the environment variable"
                        + " AUDIENCE_ROUTES_SECRET_PARTNER_SFTP nor the file " + directory.resolve("partner-sftp")
                        + " exists. Set one of them.");
    }

    @Test
    void fileThatIsNotOneLineOfTextIsRefusedAndNotShown() throws IOException {
        for (byte[] bad :
                new byte[][] {{}, {'\n'}, "canary\nsecond".getBytes(UTF_8), {'c', (byte) 0xff}, new byte[20_000]}) {
            write(bad);

            assertThatThrownBy(() -> secrets(Map.of()).require("partner-sftp"))
                    .isInstanceOf(SecretRefused.class)
                    .hasMessageContaining("partner-sftp")
                    .hasMessageNotContaining("canary");
        }
    }

    @Test
    void directoryInPlaceOfTheFileIsRefused() throws IOException {
        Path inTheWay = Files.createDirectory(directory.resolve("partner-sftp"));
        Files.setPosixFilePermissions(inTheWay, PosixFilePermissions.fromString("rwx------"));

        assertThatThrownBy(() -> secrets(Map.of()).require("partner-sftp"))
                .isInstanceOf(SecretRefused.class)
                .hasMessageContaining("it must be a file that this process may read");
    }

    private Secrets secrets(Map<String, String> environment) {
        return new Secrets(directory, name -> Optional.ofNullable(environment.get(name)));
    }

    private void write(byte[] bytes) throws IOException {
        Path file = directory.resolve("partner-sftp");
        Files.write(file, bytes);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
