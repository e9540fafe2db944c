package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Finding;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who opted out is never sent, and leaves where they were, in every mode that adds. */
final class OptOutTest extends FlowTest {
    /** One of three is more than the guard lets go without a word. */
    private static final String NO_GUARD = "shrinkGuard: {percent: 100}";

    private Path optOuts;

    @BeforeEach
    void nameAnOptOutList() {
        optOuts = bundle.data().resolveSibling("opt-out.csv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror", "add"})
    void whoOptedOutIsNotSentAndLeaves(String mode) throws IOException {
        bundle.destination("crm", "syncMode: " + mode);
        assertDelivered(
                bundle.deliverToTheEnd("crm", "email\nann@example.com\nben@example.com\ncid@example.com\n"), 3, 1);
        Files.writeString(optOuts, "e-mail\n Ben@Example.com \ndora@example.com\neve@example.com\n");
        bundle.destination("crm", "syncMode: " + mode, NO_GUARD, "optOut: {file: " + optOuts + "}");

        Workflow workflow = bundle.deliverToTheEnd(
                "crm",
                "email\nann@example.com\nben@example.com\ndora@example.com\nDora@example.com\ncid@example.com\n");

        assertThat(workflow.state().ended()).isTrue();
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes("ann@example.com", "cid@example.com"));
        Receipt receipt = bundle.receipt(workflow.id());
        assertThat(receipt.balances()).isTrue();
        assertThat(receipt.outcomes().suppressed()).isEqualTo(2);
        assertThat(receipt.outcomes().added()).isZero();
        assertThat(receipt.outcomes().unchanged()).isEqualTo(2);
        assertThat(receipt.outcomes().duplicate()).isEqualTo(1);
        assertThat(receipt.unlisted().removed()).isEqualTo(1);
        assertThat(receipt.findings())
                .extracting(Finding::about, Finding::text)
                .anySatisfy(finding -> assertThat(finding.toString()).contains("opt-out list", "3 rows", "SHA-256 "))
                .anySatisfy(finding ->
                        assertThat(finding.toString()).contains("2 listed identifiers left out, 1 members to remove"));
    }

    @Test
    void bothFormsOfAnAddressAreSuppressedWhateverTheRule() throws IOException {
        Files.writeString(optOuts, "email\njane.doe+x@example.com\n");
        for (String rule : new String[] {"plain", "strip", "both"}) {
            bundle.destination("crm", "emailRule: " + rule, "optOut: {file: " + optOuts + "}");

            Workflow workflow = bundle.deliverToTheEnd(
                    "crm", "email\njane.doe+x@example.com\njanedoe@example.com\nann@example.com\n");

            assertThat(bundle.receipt(workflow.id()).balances()).isTrue();
            assertThat(tiktok.emails(READERS)).as(rule).isEqualTo(Lists.hashes("ann@example.com"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "email\n", "email\nnobody\n", "name\nann\n", "\u0000"})
    void listThatCannotBeUsedIsNoEmptyList(String content) throws IOException {
        Files.writeString(optOuts, content);
        bundle.destination("crm", "optOut: {file: " + optOuts + "}");

        Workflow workflow = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertFailed(workflow, "opt-out-unusable", "The opt-out list", "Nothing was sent");
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"E-Mail-Adresse", "Adresse e-mail", "メールアドレス", "correo electrónico"})
    void columnOfTheListMayHaveAUsualNameOfAnotherLanguage(String header) throws IOException {
        Files.writeString(optOuts, "Name;" + header + "\nBen;ben@example.com\n");
        bundle.destination("crm", "optOut: {file: " + optOuts + "}");

        bundle.deliverToTheEnd("crm", "email\nann@example.com\nben@example.com\n");

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes("ann@example.com"));
    }

    /** The columns of the destination are those of its segment files: the advice must not break these. */
    @Test
    void listWhoseColumnHasAnUnusualNameIsToldWhichColumnHoldsTheAddresses() throws IOException {
        Files.writeString(optOuts, "Nummer;Kundenkontakt\n1;ben@example.com\n2;cid@example.com\n");
        bundle.destination("crm", "optOut: {file: " + optOuts + "}");

        Workflow failed = bundle.deliverToTheEnd("crm", "email\nann@example.com\n");

        assertFailed(
                failed,
                "opt-out-unusable",
                "column 2, named \"Kundenkontakt\", contains e-mail addresses. Rename it to \"email\" in the list.");
        assertThat(failed.failure().orElseThrow().message()).doesNotContain("columns:");
    }

    @Test
    void listWithATitleAboveItsColumnsIsToldOnWhichLineTheyAre() throws IOException {
        Files.writeString(optOuts, "Opted out in November\n\nemail;since\nben@example.com;2026-11-01\n");
        bundle.destination("crm", "optOut: {file: " + optOuts + "}");

        Workflow failed = bundle.deliverToTheEnd("crm", "email\nann@example.com\n");

        assertFailed(failed, "opt-out-unusable", "such as \"email\", are on line 3, below a title");
    }

    @Test
    void missingListIsRefusedUntilItIsThere() throws IOException {
        bundle.destination("crm", "optOut: {file: " + optOuts + "}");
        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));
        assertFailed(failed, "opt-out-unusable", "NoSuchFileException");

        Files.writeString(optOuts, "email\nben@example.com\n");

        assertDelivered(bundle.resolve(failed.id()), 3, 1);
    }

    /** The list knows an address only; the file's row has a number too, which was delivered before. */
    @ParameterizedTest
    @ValueSource(strings = {"mirror", "add"})
    void everyIdentifierOfARowThatNamesSomebodyOnTheListIsSuppressed(String mode) throws IOException {
        String types = "userIdTypes: [EMAIL, PHONE]";
        String file = "email,phone\no5@example.com,+12025550005\nann@example.com,+12025550001\n,+12025550005\n";
        bundle.destination("crm", "syncMode: " + mode, types);
        assertThat(bundle.deliverToTheEnd("crm", file).state().ended()).isTrue();
        assertThat(tiktok.members(READERS, "PHONE_SHA256")).isEqualTo(Lists.hashes("+12025550005", "+12025550001"));
        Files.writeString(optOuts, "email\no5@example.com\n");
        bundle.destination("crm", "syncMode: " + mode, types, NO_GUARD, "optOut: {file: " + optOuts + "}");

        Workflow workflow = bundle.deliverToTheEnd("crm", file + ",+12025550002\n");

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes("ann@example.com"));
        assertThat(tiktok.members(READERS, "PHONE_SHA256")).isEqualTo(Lists.hashes("+12025550001", "+12025550002"));
        Receipt receipt = bundle.receipt(workflow.id());
        assertThat(receipt.balances()).isTrue();
        assertThat(receipt.outcomes().suppressed()).isEqualTo(2);
        assertThat(receipt.outcomes().duplicate()).isEqualTo(1);
        assertThat(receipt.unlisted().removed()).isEqualTo(2);
        assertThat(receipt.findings())
                .extracting(Finding::text)
                .contains("1 rows contain people on the opt-out list; 1 other identifiers in these rows are"
                        + " also suppressed");
    }

    /** A household's number is suppressed; the address of the other one who has it is not. */
    @Test
    void whoOnlySharesANumberWithSomebodyOnTheListStays() throws IOException {
        Files.writeString(optOuts, "email\no5@example.com\n");
        bundle.destination("crm", "userIdTypes: [EMAIL, PHONE]", "optOut: {file: " + optOuts + "}");

        bundle.deliverToTheEnd("crm", "email,phone\nann@example.com,+12025550005\no5@example.com,+12025550005\n");

        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes("ann@example.com"));
        assertThat(tiktok.members(READERS, "PHONE_SHA256")).isEmpty();
    }

    @Test
    void aFewRowsThatCannotBeReadAreTold() throws IOException {
        Files.writeString(optOuts, "phone\n+12025550005\n(202) 555-XXXX\n+49 30 901820 dad\n");
        bundle.destination("crm", "userIdTypes: [EMAIL, PHONE]", "optOut: {file: " + optOuts + "}");

        Workflow workflow = bundle.deliverToTheEnd("crm", "email,phone\nann@example.com,+12025550005\n");

        assertThat(bundle.receipt(workflow.id()).findings())
                .extracting(Finding::text)
                .contains("2 of 3 rows (1 phone-masked, 1 phone-letters; first on line 3, 4): their identifiers are not"
                        + " suppressed");
        assertThat(bundle.receipt(workflow.id()).warnings())
                .anySatisfy(warning -> assertThat(warning)
                        .contains("2 of 3 rows of the opt-out list opt-out.csv", "Correct the list"));
    }

    @Test
    void tooManyRowsThatCannotBeReadStopTheDeliveryUntilTheyAreAllowed() throws IOException {
        Files.writeString(optOuts, "phone\n+12025550005\n(202) 555-XXXX\n");
        String types = "userIdTypes: [EMAIL, PHONE]";
        bundle.destination("crm", types, "optOut: {file: " + optOuts + ", rejectLimit: {percent: 10}}");

        Workflow failed =
                bundle.deliverToTheEnd("crm", "email,phone\nann@example.com,\nno5@example.com,+12025550005\n");

        assertFailed(
                failed,
                "opt-out-unusable",
                "1 of 2 rows of the opt-out list opt-out.csv",
                "1 phone-masked; first on line 3",
                "at most 10 percent of the rows, and 0 rows in any case",
                "audience-routes workflows resolve " + failed.id());
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).isEmpty();

        bundle.destination("crm", types, "optOut: {file: " + optOuts + ", rejectLimit: {rows: 1}}");
        assertThat(bundle.resolve(failed.id()).state().ended()).isTrue();
        assertThat(tiktok.emails(READERS)).isEqualTo(Lists.hashes("ann@example.com"));
        assertThat(tiktok.members(READERS, "PHONE_SHA256")).isEmpty();
    }
}
