package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.state.WorkflowEvent;
import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Workflows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a destination out of the sandbox, by command. */
@Tag("bundle")
class PromoteTest {
    private static final String FILE = "config/destinations/crm.yaml";
    private static final String PRODUCTION = """
            # Spring campaign, see the wiki
            name: crm
            credential: acme
            advertiserIds: ["7000000000000000003"]   # EU shop
            audienceName: CRM customers
            userIdTypes: [EMAIL]
            """;
    private static final String SANDBOX =
            PRODUCTION.replace("advertiserIds", "sandbox: true  # rehearse\nadvertiserIds");

    @TempDir
    Path folder;

    @Test
    void approvedSampleAndAValidConnectionLeadToProduction() throws Exception {
        try (SimulatorDriver tiktok = new SimulatorDriver();
                SimulatorDriver sandbox = new SimulatorDriver();
                Distribution distribution = rehearsing(tiktok, sandbox)) {
            String list = list(distribution);

            BundleProcess early = distribution.run("destinations", "promote", "crm");
            assertThat(early.exitCode()).isEqualTo(1);
            assertThat(early.out()).contains("stays in the sandbox", "--sample", "--override");

            BundleProcess delivery = distribution.run("deliver", list, "--destination", "crm", "--sample", "10");
            assertThat(delivery.exitCode()).as(delivery.out() + delivery.err()).isEqualTo(4);
            String id = delivery.out().replaceAll("(?s).*(w-\\d{8}-\\d{6}-[0-9a-f]{6}).*", "$1");
            BundleProcess approval = distribution.run("workflows", "approve", id, "--reason", "looks right");
            assertThat(approval.exitCode()).as(approval.out() + approval.err()).isIn(0, 3);

            BundleProcess unauthorised = distribution.run("destinations", "promote", "crm");
            assertThat(unauthorised.exitCode()).isEqualTo(1);
            assertThat(unauthorised.out()).contains("credentials authorize acme", "stays in the sandbox");
            assertThat(distribution.read(FILE)).isEqualTo(SANDBOX);
            assertThat(tiktok.calls(call -> true)).isEmpty();

            token(distribution, tiktok.newToken());
            BundleProcess promoted = distribution.run("destinations", "promote", "crm");

            assertThat(promoted.exitCode()).as(promoted.out() + promoted.err()).isZero();
            assertThat(promoted.out())
                    .contains("Destination crm is in production, because the sample of workflow " + id);
            assertThat(distribution.read(FILE)).isEqualTo(PRODUCTION);
            assertThat(promotions(distribution)).singleElement().satisfies(event -> {
                assertThat(event.actor()).isEqualTo(System.getProperty("user.name"));
                assertThat(event.detail()).contains(id);
            });
            assertThat(distribution.run("deliver", list, "--destination", "crm").exitCode())
                    .isIn(0, 3);
            assertThat(tiktok.emails("CRM customers")).hasSize(30);
        }
    }

    @Test
    void overrideGoesWithoutASampleButNotWithoutAConnection() throws Exception {
        try (SimulatorDriver tiktok = new SimulatorDriver();
                SimulatorDriver sandbox = new SimulatorDriver();
                Distribution distribution = rehearsing(tiktok, sandbox)) {
            token(distribution, "not-a-token");
            BundleProcess refused =
                    distribution.run("destinations", "promote", "crm", "--override", "moved from another tool");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(promotions(distribution)).isEmpty();

            token(distribution, tiktok.newToken());
            BundleProcess promoted =
                    distribution.run("destinations", "promote", "crm", "--override", "moved from another tool");

            assertThat(promoted.exitCode()).as(promoted.out() + promoted.err()).isZero();
            assertThat(promotions(distribution))
                    .singleElement()
                    .satisfies(event -> assertThat(event.detail()).contains("moved from another tool"));
            assertThat(distribution.read(FILE)).isEqualTo(PRODUCTION);
        }
    }

    private Distribution rehearsing(SimulatorDriver tiktok, SimulatorDriver sandbox) throws Exception {
        Distribution distribution = Distribution.in(folder)
                .with("tiktok.base-url", tiktok.baseUrl().toString())
                .with("sandbox.base-url", sandbox.baseUrl().toString());
        Files.delete(distribution.path("config/destinations/sample-newsletter.yaml"));
        Files.writeString(distribution.path(FILE), SANDBOX);
        return distribution;
    }

    private static void token(Distribution distribution, String token) throws Exception {
        Path file = Files.createDirectories(distribution.path("config/secrets")).resolve("acme.access-token");
        Files.writeString(file, token);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String list(Distribution distribution) throws Exception {
        StringBuilder text = new StringBuilder("email\n");
        for (int number = 0; number < 30; number++) {
            text.append("customer").append(number).append("@example.com\n");
        }
        return Files.writeString(distribution.path("list.csv"), text).toString();
    }

    private static List<WorkflowEvent> promotions(Distribution distribution) {
        try (StateDatabase database = new StateDatabase(distribution.path("data/state/audience-routes.db"))) {
            return new Workflows(database, Clock.systemUTC()).eventsOf("destination:crm");
        }
    }
}
