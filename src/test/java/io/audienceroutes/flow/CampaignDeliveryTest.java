package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.WorkflowType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the files of a campaign become: treatment groups reach TikTok, control groups never do. */
class CampaignDeliveryTest extends FlowTest {
    private static final String PATTERN = "pattern: '(?<campaign>.+)_(?<group>.+)\\.csv', controlGroups: [Control]";
    private static final String BUYERS = "Buyers of spring";
    private static final String LISTED =
            "files: single, " + PATTERN + ", groups: [A, B, C], audienceName: 'Buyers of {campaign}'";

    @Test
    void eachTreatmentGroupHasAnAudienceOfItsOwn() {
        campaign("files: separate, " + PATTERN + ", audienceName: '{campaign} {group}'");

        String a = bundle.drop("spring", "spring_A.csv", Lists.file(0, 10));
        String b = bundle.drop("spring", "spring_B.csv", Lists.file(5, 20));
        String control = bundle.drop("spring", "spring_control.csv", Lists.file(20, 30));

        assertThat(bundle.awaitEnd(a).state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(bundle.awaitEnd(b).audienceName()).isEqualTo("spring B");
        assertThat(tiktok.emails("spring A")).isEqualTo(Lists.hashes(0, 10));
        assertThat(tiktok.emails("spring B")).isEqualTo(Lists.hashes(5, 20));
        Workflow skipped = bundle.workflow(control);
        assertThat(skipped.state()).isEqualTo(WorkflowState.SKIPPED);
        assertThat(skipped.warnings()).singleElement().asString().contains("'Control' is a control group");
        assertThat(bundle.data().resolve("staging").resolve(control + ".segment"))
                .doesNotExist();
        assertThat(tiktok.audiences("spring Control")).isEmpty();
    }

    @Test
    void groupsThatWouldMeetUnderOneNameAreRefused() {
        campaign("files: separate, " + PATTERN + ", audienceName: '{campaign} {group}'");
        bundle.awaitEnd(bundle.drop("spring", "spring new_A.csv", Lists.file(0, 5)));

        Workflow second = bundle.awaitEnd(bundle.drop("spring", "spring_new A.csv", Lists.file(5, 9)));

        assertFailed(second, "destination-invalid", "group 'new a'", "campaign 'spring new', group 'a'");
        assertThat(second.stage()).isEqualTo(Stage.RECEIVE);
        assertThat(tiktok.emails("spring new A")).isEqualTo(Lists.hashes(0, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"groups: [A, B, C]", "count: 3", "doneFile: '{campaign}.done', doneQuietSeconds: 1"})
    void allGroupsBecomeOneAudienceWhenTheCampaignIsComplete(String completion) {
        campaign("files: single, " + PATTERN + ", " + completion + ", audienceName: 'Buyers of {campaign}'");

        String a = bundle.drop("spring", "spring_A.csv", Lists.file(0, 10));
        bundle.drop("spring", "spring_Control.csv", Lists.file(40, 50));
        bundle.drop("spring", "spring_B.csv", Lists.file(5, 20));
        Workflow waiting = collecting();
        assertThat(waiting.waitingFor()).contains(WaitingFor.FILE);
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).isEmpty();
        bundle.drop("spring", "spring_C.csv", Lists.file(20, 30));
        if (completion.startsWith("doneFile")) {
            bundle.drop("spring", "spring.done", "");
        }

        Workflow done = bundle.awaitEnd(waiting.id());
        assertThat(done.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(bundle.receipt(done.id()).rowsRead()).isEqualTo(35);
        assertThat(bundle.receipt(done.id()).outcomes().duplicate()).isEqualTo(5);
        assertThat(bundle.receipt(done.id()).balances()).isTrue();
        assertThat(tiktok.emails(BUYERS)).isEqualTo(Lists.hashes(0, 30));
        assertThat(bundle.workflow(a).state()).isEqualTo(WorkflowState.SKIPPED);
        assertThat(bundle.workflow(a).warnings())
                .singleElement()
                .asString()
                .contains("workflow " + done.id() + " delivers it");
        assertThat(staged()).isEmpty();
        assertThat(bundle.description(done.id())).contains("spring_A.csv", "group A", "spring_C.csv");
    }

    @Test
    void newestFileOfAGroupCounts() {
        campaign(LISTED);

        bundle.drop("spring", "spring_A.csv", Lists.file(0, 10));
        bundle.drop("spring", "spring_B.csv", Lists.file(10, 20));
        bundle.drop("spring", "spring_a.csv", Lists.file(100, 105));
        String id = collecting().id();
        bundle.drop("spring", "spring_C.csv", Lists.file(20, 30));

        bundle.awaitEnd(id);
        assertThat(tiktok.emails(BUYERS))
                .isEqualTo(
                        Lists.hashes(Stream.concat(Lists.addresses(10, 30).stream(), Lists.addresses(100, 105).stream())
                                .toArray(String[]::new)));
        assertThat(bundle.description(id)).contains("replaced by a newer file of its group");
    }

    @Test
    void missingGroupIsReportedOnceAndEndsByItselfWhenItsFileComes() throws SQLException {
        campaign(LISTED);
        bundle.drop("spring", "spring_A.csv", Lists.file(0, 10));
        bundle.drop("spring", "spring_B.csv", Lists.file(10, 20));
        Workflow waiting = timedOut();

        assertThat(waiting.state()).isEqualTo(WorkflowState.WAITING);
        assertThat(waiting.failure().orElseThrow().action()).isEqualTo("missing-file");
        assertThat(waiting.failure().orElseThrow().message())
                .contains("Campaign 'spring' is not complete", "of which C did not arrive", "found 2 (A, B)");
        await().during(Duration.ofMillis(300))
                .until(() -> bundle.alerts(waiting.id()).size() == 1);
        assertThat(bundle.description(waiting.id())).contains("workflows ignore-missing-file " + waiting.id());

        bundle.drop("spring", "spring_C.csv", Lists.file(20, 30));

        Workflow done = bundle.awaitEnd(waiting.id());
        assertThat(done.failure()).isEmpty();
        assertThat(tiktok.emails(BUYERS)).isEqualTo(Lists.hashes(0, 30));
    }

    @Test
    void ignoredGroupIsLeftOutAndNobodyIsRemovedForIt() throws SQLException {
        campaign(LISTED);
        bundle.drop("spring", "spring_A.csv", Lists.file(0, 10));
        bundle.drop("spring", "spring_B.csv", Lists.file(10, 20));
        String first = collecting().id();
        bundle.drop("spring", "spring_C.csv", Lists.file(20, 30));
        bundle.awaitEnd(first);
        bundle.drop("spring", "spring_A.csv", Lists.file(5, 12));
        Workflow waiting = timedOut();

        Commands.Answer withoutReason = bundle.ask(waiting.id(), Commands.Name.IGNORE_MISSING_FILE);
        Commands.Answer answer = bundle.ask(
                waiting.id(),
                Commands.Name.IGNORE_MISSING_FILE,
                Optional.empty(),
                Optional.of("B and C were cancelled"));

        assertThat(withoutReason.succeeded()).isFalse();
        assertThat(withoutReason.text()).contains("give a reason with --reason");
        assertThat(answer.succeeded()).as(answer.text()).isTrue();
        Workflow done = bundle.awaitEnd(waiting.id());
        assertThat(done.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(done.warnings())
                .anyMatch(warning -> warning.contains("operator@example.com")
                        && warning.contains("B and C were cancelled")
                        && warning.contains("no member was removed"));
        assertThat(tiktok.emails(BUYERS)).isEqualTo(Lists.hashes(0, 30));

        bundle.drop("spring", "spring_C.csv", Lists.file(20, 22));
        assertThat(collecting().id()).as("a late file begins a new run").isNotEqualTo(waiting.id());
    }

    @Test
    void nothingIsLostWhenTheProcessEndsBetweenTwoFiles() {
        campaign(LISTED);
        bundle.drop("spring", "spring_A.csv", Lists.file(0, 10));
        String id = collecting().id();
        bundle.close();
        bundle.start();
        bundle.drop("spring", "spring_B.csv", Lists.file(10, 20));
        bundle.close();
        bundle.start();

        bundle.drop("spring", "spring_C.csv", Lists.file(20, 30));

        bundle.awaitEnd(id);
        assertThat(tiktok.emails(BUYERS)).isEqualTo(Lists.hashes(0, 30));
    }

    @Test
    void collectingCampaignDoesNotHoldItsAudience() {
        campaign(LISTED);
        bundle.drop("spring", "spring_A.csv", Lists.file(0, 10));
        String waiting = collecting().id();

        Workflow other = bundle.awaitEnd(bundle.deliverTo(BUYERS, "spring", "one.csv", Lists.file(50, 60)));

        assertThat(other.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(bundle.workflow(waiting).state()).isEqualTo(WorkflowState.WAITING);
        assertThat(tiktok.emails(BUYERS)).isEqualTo(Lists.hashes(50, 60));
    }

    @Test
    void sameFilesAgainAreADuplicate() {
        campaign("files: single, " + PATTERN + ", count: 2, audienceName: 'Buyers of {campaign}'");
        bundle.drop("spring", "spring_A.csv", Lists.file(0, 10));
        String first = collecting().id();
        bundle.drop("spring", "spring_B.csv", Lists.file(10, 20));
        bundle.awaitEnd(first);
        int calls = tiktok.calls(SimulatorDriver.MAPPING).size();

        bundle.drop("spring", "spring_B.csv", Lists.file(10, 20));
        String second = collecting().id();
        bundle.drop("spring", "spring_A.csv", Lists.file(0, 10));

        assertThat(bundle.awaitEnd(second).state()).isEqualTo(WorkflowState.SKIPPED);
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(calls);
        assertThat(staged()).isEmpty();
    }

    @Test
    void rowsOfAControlGroupAreNotSentAndTheReceiptStillAddsUp() {
        campaign("files: single, groupColumn: Arm, controlGroups: [Control], audienceName: Buyers");

        Workflow done = bundle.awaitEnd(bundle.drop(
                "spring",
                "all.csv",
                "email,arm\nann@example.com,A\nben@example.com,control\ncat@example.com,B\ndan@example.com,\n"));

        assertThat(tiktok.emails("Buyers")).isEqualTo(Lists.hashes("ann@example.com", "cat@example.com"));
        assertThat(bundle.receipt(done.id()).rowsRead()).isEqualTo(3);
        assertThat(bundle.receipt(done.id()).rowsRejected()).isEqualTo(1);
        assertThat(bundle.receipt(done.id()).balances()).isTrue();
        assertThat(bundle.description(done.id()))
                .contains("1 more rows belong to groups that this delivery does not send");
        assertThat(bundle.data().resolve("workflows").resolve(done.id()).resolve("rejects.csv"))
                .content()
                .contains("group-unknown");
    }

    @Test
    void eachGroupOfAFileHasADeliveryOverOneStagedCopy() {
        campaign("files: separate, groupColumn: arm, groups: [A, B], controlGroups: [C], audienceName: 'Arm {group}'");

        String received = bundle.drop(
                "spring",
                "all.csv",
                "email,arm\nann@example.com,A\nben@example.com,b\ncat@example.com,C\ndan@example.com,a\n");

        assertThat(bundle.workflow(received).state()).isEqualTo(WorkflowState.SKIPPED);
        Workflow a = bundle.awaitEnd(newest(workflow -> workflow.audienceName().equals("Arm A")
                        && !workflow.id().equals(received))
                .id());
        Workflow b = bundle.awaitEnd(
                newest(workflow -> workflow.audienceName().equals("Arm B")).id());
        assertThat(tiktok.emails("Arm A")).isEqualTo(Lists.hashes("ann@example.com", "dan@example.com"));
        assertThat(tiktok.emails("Arm B")).isEqualTo(Lists.hashes("ben@example.com"));
        assertThat(List.of(a, b))
                .allSatisfy(
                        one -> assertThat(bundle.receipt(one.id()).balances()).isTrue());
        assertThat(staged()).isEmpty();
    }

    /** Its digests are no staged copy, and a workflow of a campaign has no staged copy of its own by which it is found. */
    @Test
    void workingFilesOfASupersededCampaignAreSwept() {
        bundle.close();
        bundle.with("deliver.requests-in-flight", "1")
                .with("clean-up.first-delay-ms", "1")
                .with("clean-up.interval-ms", "20")
                .start();
        campaign(LISTED);
        tiktok.fault("{'path':'segment/mapping/','code':40001,'message':'No permission'}");
        dropGroups(0);
        Workflow older =
                bundle.awaitEnd(newest(CampaignDeliveryTest::isCampaign).id());
        assertThat(older.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(left(older)).contains("changes-email_sha256", "digests-email_sha256");
        dropGroups(10);
        Workflow newer =
                bundle.awaitEnd(newest(CampaignDeliveryTest::isCampaign).id());
        assertThat(newer.id()).isNotEqualTo(older.id());
        assertThat(tiktok.emails(BUYERS)).isEqualTo(Lists.hashes(10, 40));

        assertThat(bundle.ask(older.id(), Commands.Name.SUPERSEDE).succeeded()).isTrue();

        assertThat(bundle.awaitEnd(older.id()).state()).isEqualTo(WorkflowState.SKIPPED);
        await().untilAsserted(() -> assertThat(left(older)).containsExactlyInAnyOrder("receipt.json", "rejects.csv"));
        await().untilAsserted(() -> assertThat(staged()).isEmpty());
    }

    private void dropGroups(int from) {
        bundle.drop("spring", "spring_A.csv", Lists.file(from, from + 10));
        bundle.drop("spring", "spring_B.csv", Lists.file(from + 5, from + 20));
        bundle.drop("spring", "spring_C.csv", Lists.file(from + 20, from + 30));
    }

    private static boolean isCampaign(Workflow workflow) {
        return workflow.type() == WorkflowType.CAMPAIGN;
    }

    private List<String> left(Workflow workflow) {
        try (Stream<Path> files = Files.list(bundle.data().resolve("workflows").resolve(workflow.id()))) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void campaign(String settings) {
        bundle.destination("spring", "audienceName: -", "syncMode: mirror", "campaign: {" + settings + "}");
    }

    private Workflow collecting() {
        return newest(workflow -> workflow.type() == WorkflowType.CAMPAIGN
                && workflow.waitingFor().equals(Optional.of(WaitingFor.FILE)));
    }

    private Workflow newest(Predicate<Workflow> wanted) {
        return bundle.workflows().stream().filter(wanted).findFirst().orElseThrow();
    }

    /** As if the campaign's time were over. */
    private Workflow timedOut() throws SQLException {
        String id = collecting().id();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + bundle.stateFile());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            statement.execute(
                    "UPDATE campaign_run SET due_at = '2000-01-01T00:00:00.000Z' WHERE workflow_id = '" + id + "'");
        }
        return bundle.awaitThat(id, workflow -> workflow.failure().isPresent());
    }

    private List<Path> staged() {
        try (Stream<Path> files = Files.list(bundle.data().resolve("staging"))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
