package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a delivery sends, to which audience, and what its receipt counts. */
final class DeliveryTest extends FlowTest {
    @Test
    void longListSucceedsWithoutAWarning() {
        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 1_000));

        assertDelivered(workflow, 1_000, 1);
        assertThat(workflow.state()).isEqualTo(WorkflowState.SUCCEEDED);
        assertThat(workflow.warnings()).isEmpty();
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 1_000));
        assertThat(bundle.data().resolve("staging")).isEmptyDirectory();
        assertThat(bundle.data().resolve("workflows").resolve(workflow.id()).resolve("receipt.json"))
                .content()
                .contains("\"state\" : \"Succeeded\"");
    }

    @Test
    void secondListSendsOnlyItsNewMembers() {
        bundle.destination("crm", "batchSize: 100");
        assertDelivered(bundle.deliverToTheEnd("crm", Lists.file(0, 1_000)), 1_000, 10);

        Workflow second = bundle.deliverToTheEnd("crm", Lists.file(500, 1_050));

        assertDelivered(second, 50, 1);
        assertThat(bundle.receipt(second.id()).outcomes().unchanged()).isEqualTo(500);
        assertThat(tiktok.accepted(SimulatorDriver.MAPPING)).hasSize(11);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 1_050));
    }

    @Test
    void bothEmailRulesGiveTwoIdentifiersWhereTheyDiffer() {
        bundle.destination("crm", "emailRule: both");

        Workflow workflow = bundle.deliverToTheEnd("crm", "email\nAnn.Lee+shop@Example.com\nben@example.com\n");

        assertDelivered(workflow, 3, 1);
        Receipt receipt = bundle.receipt(workflow.id());
        assertThat(receipt.rowsRead()).isEqualTo(2);
        assertThat(receipt.identifiers()).isEqualTo(3);
        assertThat(tiktok.emails(READERS))
                .isEqualTo(Lists.hashes("ann.lee+shop@example.com", "annlee@example.com", "ben@example.com"));
    }

    @Test
    void hashedValuesPassThroughInLowerCase() {
        String hashed = Lists.sha256("ann@example.com");

        Workflow workflow = bundle.deliverToTheEnd(
                "crm",
                "email\n" + hashed.toUpperCase(java.util.Locale.ROOT) + "\n" + Lists.sha256("ben@example.com") + "\n");

        assertDelivered(workflow, 2, 1);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes("ann@example.com", "ben@example.com"));
    }

    @Test
    void mailAndPhoneGoInBatchesOfTheirOwn() {
        bundle.destination("crm", "userIdTypes: [EMAIL, PHONE]", "phoneRegion: US");

        Workflow workflow =
                bundle.deliverToTheEnd("crm", "email,phone\nann@example.com,(212) 555-0123\n,+1 212 555 0124\n");

        assertDelivered(workflow, 3, 2);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes("ann@example.com"));
        assertThat(tiktok.members(READERS, "PHONE_SHA256")).isEqualTo(Lists.hashes("+12125550123", "+12125550124"));
    }

    @Test
    void severalAdvertisersAreMappedInOneCall() {
        bundle.destination("crm", "advertiserIds: [\"7000000000000000001\", \"7000000000000000002\"]");

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertDelivered(workflow, 3, 1);
        assertThat(tiktok.accepted(SimulatorDriver.MAPPING))
                .singleElement()
                .satisfies(call -> assertThat(call.path("advertiserIds"))
                        .extracting(id -> id.asText())
                        .containsExactly("7000000000000000001", "7000000000000000002"));
        assertThat(tiktok.audiences(READERS))
                .singleElement()
                .satisfies(audience ->
                        assertThat(audience.path("advertiserId").asText()).isEqualTo("7000000000000000001"));
    }

    @Test
    void advertisersOfDifferentBusinessAccountsAreRefused() {
        bundle.destination("crm", "advertiserIds: [\"7000000000000000001\", \"7000000000000000003\"]");

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertFailed(workflow, "destination-invalid", "40002", "same Business Account", "request id 2");
    }

    @Test
    void reusedAudienceThatWeDidNotMakeIsAnIssue() {
        String id = tiktok.change("{'audiences':[{'advertiserId':'7000000000000000001','name':'" + READERS + "'}]}")
                .get(0);

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 1_000));

        assertDelivered(workflow, 1_000, 1);
        assertThat(workflow.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(workflow.warnings())
                .singleElement()
                .asString()
                .contains(id, "existed before this first delivery", "members that it already has stay");
        assertThat(bundle.receipt(workflow.id()).audienceId()).contains(id);
        assertThat(tiktok.calls(SimulatorDriver.CREATE)).isEmpty();
        assertThat(bundle.deliverToTheEnd("crm", Lists.file(0, 1_001)).state()).isEqualTo(WorkflowState.SUCCEEDED);
    }

    @Test
    void ofTwoAudiencesWithOneNameTheOneInOurBooksIsTaken() {
        assertDelivered(bundle.deliverToTheEnd("crm", Lists.file(0, 1_000)), 1_000, 1);
        String ours =
                bundle.workflows().get(0).receipt().orElseThrow().audienceId().orElseThrow();
        String twin = tiktok.change("{'audiences':[{'advertiserId':'7000000000000000001','name':'" + READERS + "'}]}")
                .get(0);
        // What was seen within a minute is not asked again by the same process
        startAgainWith("runner.interval-ms", "20");

        Workflow second = bundle.deliverToTheEnd("crm", Lists.file(0, 1_001));

        assertDelivered(second, 1, 1);
        assertThat(bundle.receipt(second.id()).audienceId()).contains(ours);
        assertThat(second.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(second.warnings()).singleElement().asString().contains("same name", twin, ours);
    }

    @Test
    void nameHeldByAnotherKindOfAudienceIsAmbiguous() {
        tiktok.change("{'audiences':[{'advertiserId':'7000000000000000001','name':'" + READERS
                + "','type':'Customer File'}]}");

        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertFailed(failed, "audience-name-taken-or-ambiguous", READERS, "Customer File", "Nothing was sent");
        assertThat(tiktok.calls(SimulatorDriver.CREATE)).isEmpty();
        bundle.destination("crm", "audienceName: Readers of mail");
        assertDelivered(bundle.resolve(failed.id()), 3, 1);
        assertThat(tiktok.emails("Readers of mail")).isEqualTo(Lists.hashes(0, 3));
    }

    @Test
    void nameOfSeventyCharactersIsFoundAgain() {
        String name = "Seventy ".repeat(9).substring(0, 70).replace(' ', '-');
        bundle.destination("crm", "audienceName: " + name);
        assertThat(name).hasSize(70);

        assertDelivered(bundle.deliverToTheEnd("crm", Lists.file(0, 3)), 3, 1);
        assertDelivered(bundle.deliverToTheEnd("crm", Lists.file(0, 4)), 1, 1);

        assertThat(tiktok.audiences(name)).hasSize(1);
        assertThat(tiktok.emails(name)).isEqualTo(Lists.hashes(0, 4));
    }

    @Test
    void listOfManyChunksIsReadWhole() {
        startAgainWith("prepare.chunk-rows", "7");

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 1_003));

        assertDelivered(workflow, 1_003, 1);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes(0, 1_003));
        assertThat(bundle.tasks(workflow.id()))
                .extracting(task -> task.stage() + " " + task.name() + " " + task.state())
                .containsExactlyElementsOf(List.of(
                        "RECEIVE Stage the file SUCCEEDED",
                        "PREPARE Prepare members SUCCEEDED",
                        "COMPARE Verify advertisers SUCCEEDED",
                        "COMPARE Find or create the audience SUCCEEDED",
                        "COMPARE Compare members SUCCEEDED",
                        "DELIVER Add members (EMAIL_SHA256) SUCCEEDED",
                        "CONFIRM Close the ledger SUCCEEDED"));
    }
}
