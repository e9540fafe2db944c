package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.SimulatorDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One Resolve lets all go on that one grant stopped; where no bundle runs, the command sees all of them through. */
@Tag("bundle")
class ResolvedTogetherTest {
    @TempDir
    Path folder;

    @Test
    void resolveWithoutARunningBundleSeesEveryWorkflowOfTheCredentialThrough() throws Exception {
        try (SimulatorDriver tiktok = new SimulatorDriver();
                Distribution distribution = Distribution.in(folder)
                        .with("tiktok.base-url", tiktok.baseUrl().toString())) {
            Files.delete(distribution.path("config/destinations/sample-newsletter.yaml"));
            token(distribution, "not-a-token");
            String id = deliver(distribution, "crm");
            deliver(distribution, "web");

            token(distribution, tiktok.newToken());
            BundleProcess resolve = distribution.run("workflows", "resolve", id);

            assertThat(resolve.out())
                    .contains("So does 1 more workflow of credential acme")
                    .containsPattern("of destination web: (Issue|Succeeded)");
            assertThat(resolve.exitCode()).as(resolve.out() + resolve.err()).isIn(0, 3);
            assertThat(tiktok.emails("Readers of crm")).hasSize(2);
            assertThat(tiktok.emails("Readers of web")).hasSize(2);
        }
    }

    private static String deliver(Distribution distribution, String name) throws Exception {
        Files.writeString(
                distribution.path("config/destinations/" + name + ".yaml"),
                "name: " + name
                        + "\ncredential: acme\nadvertiserIds: [\"7000000000000000001\"]\naudienceName: Readers of "
                        + name + "\nuserIdTypes: [EMAIL]\n");
        Path list = Files.writeString(distribution.path(name + ".csv"), "email\nann@example.com\nbob@example.org\n");
        BundleProcess delivery = distribution.run("deliver", list.toString(), "--destination", name);
        assertThat(delivery.exitCode()).as(delivery.out() + delivery.err()).isEqualTo(1);
        return delivery.out().replaceAll("(?s).*(w-\\d{8}-\\d{6}-[0-9a-f]{6}).*", "$1");
    }

    private static void token(Distribution distribution, String token) throws Exception {
        Path file = Files.createDirectories(distribution.path("config/secrets")).resolve("acme.access-token");
        Files.writeString(file, token);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
