package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** README's second step: a destination is rehearsed before its credential exists, and production knows nothing of it. */
@Tag("bundle")
final class RehearsalTest {
    private static final String ACME = """
            name: acme
            credential: acme-ads
            advertiserIds: ["7654321098765432109"]
            audienceName: Acme readers
            userIdTypes: [EMAIL]
            source:
              folder:
                directory: data/inbox/acme
            """;

    @TempDir
    Path folder;

    @Test
    void aDestinationIsSavedAndRehearsedBeforeItsCredentialExists() throws Exception {
        try (Distribution distribution = Distribution.asShipped(folder)) {
            distribution.withoutOption("-Ddata.directory=data");
            Files.writeString(distribution.path("acme.yaml"), ACME);
            Files.writeString(distribution.path("list.csv"), "email\nann@example.com\nbob@example.org\n");

            BundleProcess saved = distribution.run("destinations", "save", "acme.yaml", "--profile", "sandbox");
            BundleProcess delivered =
                    distribution.run("deliver", "list.csv", "--destination", "acme", "--profile", "sandbox");

            assertThat(saved.exitCode()).as(saved.out() + saved.err()).isZero();
            assertThat(distribution.path("config/destinations/acme.yaml")).hasContent(ACME);
            assertThat(delivered.exitCode())
                    .as(delivered.out() + delivered.err())
                    .isEqualTo(3);
            assertThat(delivered.out()).contains("Receipt of rehearsal ", "accepted by the simulator", "2 added");
            assertThat(distribution
                            .run("workflows", "list", "--profile", "sandbox")
                            .out())
                    .contains("acme", "(rehearsal)");
            assertThat(distribution.run("workflows", "list").out()).contains("No workflow matches.");
        }
    }
}
