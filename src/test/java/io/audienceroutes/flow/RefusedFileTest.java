package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a file may look like, and what is refused before anything of it is sent. */
final class RefusedFileTest extends FlowTest {
    static Stream<Arguments> refusedFiles() {
        return Stream.of(
                Arguments.of("an empty file", bytes(""), "segment-file-empty", "empty"),
                Arguments.of("a header alone", bytes("email\n"), "segment-file-empty", "no rows"),
                Arguments.of("a header and blank lines", bytes("email\n\n\r\n\n"), "segment-file-empty", "no rows"),
                Arguments.of(
                        "a file without the column",
                        bytes("name,contact\nann,ann@example.com\n"),
                        "segment-file-missing-column",
                        "email"),
                Arguments.of(
                        "a broken archive",
                        new byte[] {'P', 'K', 3, 4, 0, 0, 8, 0, 1, 2},
                        "segment-file-bad-archive",
                        ""),
                Arguments.of(
                        "UTF-16 without its mark",
                        "email\nann@example.com\n".getBytes(StandardCharsets.UTF_16LE),
                        "segment-file-unclear-format",
                        "UTF-16LE"),
                Arguments.of("NUL bytes", bytes("email\nann\0@example.com\n"), "segment-file-not-text", "NUL byte"),
                Arguments.of(
                        "a quote is never closed",
                        bytes("email\nann@example.com\n\"ben@example.com\n"),
                        "segment-file-broken",
                        "line 3"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedFiles")
    void refusedFileSendsNothing(String what, byte[] file, String action, String inMessage) {
        Workflow workflow = bundle.awaitEnd(bundle.deliver("crm", "customers.csv", file));

        assertFailed(workflow, action, inMessage);
        assertThat(workflow.failure().orElseThrow().message()).as(what).doesNotContain("@example.com");
        assertThat(tiktok.audiences(READERS)).isEmpty();
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).isEmpty();
    }

    @Test
    void fileWithoutOneAcceptedRowIsRefusedBeforeAnythingIsMade() {
        Workflow workflow = bundle.deliverToTheEnd("crm", "email\nnobody\nat all\n");

        assertThat(workflow.state()).isEqualTo(WorkflowState.FAILED);
        assertThat(workflow.failure().orElseThrow().message()).contains("all 2 rows were rejected", "rejects.csv");
        assertThat(tiktok.audiences(READERS)).isEmpty();
    }

    @Test
    void fileWithManyRejectedRowsIsDeliveredWithAWarning() {
        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 3) + "nobody\n");

        assertDelivered(workflow, 3, 1);
        assertThat(workflow.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(workflow.warnings()).anyMatch(warning -> warning.contains("1 of 4 rows were rejected"));
    }

    @Test
    void fileWithMoreRejectedRowsThanAllowedSendsNothing() {
        bundle.destination("crm", "rejectLimit: {percent: 30}");

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 3) + "nobody\nnoone\n");

        assertFailed(
                workflow,
                "rejected-rows-above-threshold",
                "the limit is 30 percent of the rows, and 0 rows in any case",
                "2 of 5 rows were rejected (most often email-malformed)");
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).isEmpty();
        Receipt receipt = bundle.receipt(workflow.id());
        assertThat(receipt.rowsRejected()).isEqualTo(2);
        assertThat(receipt.balances()).isTrue();
    }

    @Test
    void workflowGoesOnWithWhatItPreparedOnceAPersonAllowsMoreRejectedRows() throws IOException {
        bundle.destination("crm", "rejectLimit: {percent: 30}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3) + "nobody\nnoone\n");

        Files.delete(bundle.data().resolve("staging").resolve(failed.id() + ".segment"));

        Commands.Answer tooLittle = allowRejects(failed, "percent=39 rows=1", "too little");
        Commands.Answer enough = allowRejects(failed, "percent=40 rows=0", "known to be so");

        assertThat(tooLittle.succeeded()).isFalse();
        assertThat(tooLittle.text())
                .contains(
                        "has 2 rejected of 5 rows, which 39 percent of the rows, and 1 rows in any case do not allow");
        assertThat(enough.succeeded()).isTrue();
        Workflow delivered = bundle.awaitEnd(failed.id());
        assertDelivered(delivered, 3, 1);
        assertThat(delivered.state()).isEqualTo(WorkflowState.ISSUE);
        assertThat(bundle.events(failed.id()))
                .filteredOn(event -> event.kind().equals("update-error-threshold"))
                .singleElement()
                .satisfies(event -> assertThat(event.detail()).contains("percent=40 rows=0", "known to be so"));
    }

    @Test
    void errorThresholdOfAWorkflowThatFailedForSomethingElseIsNotUpdated() {
        Workflow failed = bundle.deliverToTheEnd("crm", "email\n");

        Commands.Answer answer = allowRejects(failed, "percent=100 rows=0", "why not");

        assertThat(answer.succeeded()).isFalse();
        assertThat(answer.text()).contains("did not fail because of rejected rows");
    }

    private Commands.Answer allowRejects(Workflow workflow, String limit, String reason) {
        return bundle.ask(workflow.id(), Commands.Name.UPDATE_ERROR_THRESHOLD, Optional.of(limit), Optional.of(reason));
    }

    @Test
    void everyMissingColumnIsNamed() {
        bundle.destination("crm", "userIdTypes: [EMAIL, PHONE]", "columns: {EMAIL: e_mail, PHONE: mobile}");

        Workflow workflow = bundle.deliverToTheEnd("crm", "name\nann\n");

        assertFailed(workflow, "segment-file-missing-column", "e_mail", "mobile", "name");
    }

    @Test
    void fileWithAMissingColumnIsDeliveredOnceTheDestinationNamesTheRightOne() {
        Workflow refused = bundle.deliverToTheEnd("crm", "contact\nann@example.com\n");
        assertFailed(refused, "segment-file-missing-column", "email");
        bundle.destination("crm", "columns: {EMAIL: contact}");

        Workflow resolved = bundle.resolve(refused.id());

        assertDelivered(resolved, 1, 1);
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes("ann@example.com"));
    }

    @Test
    void oddButSoundFileIsDelivered() {
        String file = "\uFEFFname,\"email\"\r\n"
                + "\"Ann, of York\",Ann@Example.com \r\n"
                + "\r\n"
                + "\"He said \"\"hi\"\"\",\"ben@example.com\"\r\n"
                + "\"two\r\nlines\",cid@example.com\r\n"
                + "nobody,\r\n"
                + "wrong,not-an-address\r\n"
                + "twice,ANN@example.com";

        Workflow workflow = bundle.deliverToTheEnd("crm", file);

        assertDelivered(workflow, 3, 1);
        Receipt receipt = bundle.receipt(workflow.id());
        assertThat(receipt.rowsRead()).isEqualTo(6);
        assertThat(receipt.rowsAccepted()).isEqualTo(4);
        assertThat(receipt.rowsRejected()).isEqualTo(2);
        assertThat(receipt.outcomes().duplicate()).isEqualTo(1);
        assertThat(receipt.outcomes().rejected()).isEqualTo(receipt.identifiers() - 4);
        assertThat(tiktok.emails(READERS))
                .isEqualTo(Lists.hashes("ann@example.com", "ben@example.com", "cid@example.com"));
        assertThat(bundle.data().resolve("workflows").resolve(workflow.id()).resolve("rejects.csv"))
                .content()
                .contains("8")
                .doesNotContain("not-an-address");
    }

    @Test
    void lineOfAMegabyteRefusesTheFileAndIsNamed() {
        String file = "note,email\n" + "x".repeat(1 << 20) + ",ann@example.com\nshort,ben@example.com\n";

        Workflow workflow = bundle.deliverToTheEnd("crm", file);

        assertFailed(workflow, "segment-file-broken", "line 2", "65536 characters");
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
