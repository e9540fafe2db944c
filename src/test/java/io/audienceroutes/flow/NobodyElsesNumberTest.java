package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.SimulatorDriver;
import io.audienceroutes.workflow.Finding;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Cells that a parser took for the numbers of other people, from the file to the audience, the receipt and the rejects. */
final class NobodyElsesNumberTest extends FlowTest {
    private static final String PHONES = "userIdTypes: [PHONE]";
    private static final String MANY_REJECTS = "rejectLimit: {percent: 100}";

    @Test
    void germanCellsBecomeTheirOwnNumberOrNone() throws IOException {
        bundle.destination("crm", PHONES, MANY_REJECTS, "phoneRegion: DE");

        Workflow workflow = bundle.deliverToTheEnd("crm", """
                phone
                4930901820.0
                4.9151234567E12
                +49 30 901821 mob
                +49 30 901820 dad
                030 901820 / 901821
                2024-01-01
                '+4930901822
                ""\"+4930901823""\"
                +49\u200930\u202f901824
                """);

        assertSent("+4930901820", "+4930901821", "+4930901822", "+4930901823", "+4930901824");
        assertThat(rejected(workflow))
                .containsExactlyEntriesOf(new TreeMap<>(
                        Map.of(3, "phone-digits-lost", 5, "phone-letters", 6, "phone-two-numbers", 7, "phone-date")));
        assertThat(told(workflow))
                .contains(
                        "1 telephone numbers stored as decimal numbers, such as 4930901820.0; export the column as text",
                        "1 telephone numbers with a line type, such as mob, which was removed");
    }

    @Test
    void masksLettersAndVanityNumbersAreNobody() throws IOException {
        bundle.destination("crm", PHONES, MANY_REJECTS, "phoneRegion: US");

        Workflow workflow = bundle.deliverToTheEnd("crm", """
                phone
                (212) 736-XXXX
                REF2127365000
                1-800-FLOWERS
                +52 1 55 1234 5678
                061234dgfs
                """);

        assertSent("+525512345678");
        assertThat(rejected(workflow))
                .containsExactlyEntriesOf(new TreeMap<>(
                        Map.of(2, "phone-masked", 3, "phone-letters", 4, "phone-letters", 6, "phone-letters")));
    }

    /** A number of JSON has no text but its own: neither a decimal point nor an exponent may become a digit. */
    @Test
    void numbersOfJsonAreReadAsTheyAreWritten() throws IOException {
        bundle.destination("crm", PHONES, MANY_REJECTS, "phoneRegion: DE");

        Workflow workflow = bundle.deliverToTheEnd("crm", """
                {"phone": 4930901820.0}
                {"phone": 4930901821}
                {"phone": 4.9151234567E12}
                {"phone": 4.930901822E9}
                {"phone": "+49 30 901823"}
                """);

        assertSent("+4930901820", "+4930901821", "+4930901822", "+4930901823");
        assertThat(rejected(workflow)).containsExactlyEntriesOf(new TreeMap<>(Map.of(3, "phone-digits-lost")));
    }

    @Test
    void twoNumbersOfACellAreTwoIdentifiersWhereASeparatorIsSet() throws IOException {
        bundle.destination("crm", PHONES, MANY_REJECTS, "phoneRegion: DE", "valueSeparator: \"/\"");

        Workflow workflow = bundle.deliverToTheEnd("crm", "phone\n030 901820 / 030 901821\n030 901822\n");

        assertSent("+4930901820", "+4930901821", "+4930901822");
        assertThat(rejected(workflow)).isEmpty();
    }

    @Test
    void bothFormsOfAnInternationalDomainAreSentAsWrittenAndCounted() {
        Workflow workflow = bundle.deliverToTheEnd("crm", """
                email
                ann@b\u00fccher.example
                ann@xn--bcher-kva.example
                ann@bu\u0308cher.example
                \uff42\uff45\uff4e@example.com
                'cid@example.com
                ""\"dora@example.com""\"
                """);

        assertThat(tiktok.emails(READERS))
                .isEqualTo(Lists.hashes(
                        "ann@b\u00fccher.example",
                        "ann@xn--bcher-kva.example",
                        "ben@example.com",
                        "cid@example.com",
                        "dora@example.com"));
        assertThat(told(workflow))
                .anyMatch(text -> text.startsWith("2 addresses with an international domain in Unicode"))
                .anyMatch(text -> text.startsWith("1 addresses with an international domain in xn-- form"))
                .anyMatch(text -> text.startsWith("1 addresses with decomposed accents"))
                .anyMatch(text -> text.startsWith("1 addresses in full-width characters"))
                .anyMatch(text -> text.startsWith("1 values with the leading apostrophe of a spreadsheet"))
                .anyMatch(text -> text.startsWith("1 values in an extra pair of quotes"));
        assertThat(bundle.receipt(workflow.id()).outcomes().duplicate()).isEqualTo(1);
    }

    private void assertSent(String... numbers) {
        assertThat(tiktok.members(READERS, "PHONE_SHA256")).isEqualTo(Lists.hashes(numbers));
        assertThat(tiktok.calls(SimulatorDriver.MAPPING)).hasSize(1);
    }

    private List<String> told(Workflow workflow) {
        return bundle.receipt(workflow.id()).findings().stream()
                .filter(finding -> finding.about().equals("values"))
                .map(Finding::text)
                .toList();
    }

    /** The reasons of {@code rejects.csv} by line. */
    private SortedMap<Integer, String> rejected(Workflow workflow) throws IOException {
        assertThat(workflow.state()).isIn(WorkflowState.SUCCEEDED, WorkflowState.ISSUE);
        Receipt receipt = bundle.receipt(workflow.id());
        assertThat(receipt.balances()).as("%s", receipt).isTrue();
        SortedMap<Integer, String> reasons = new TreeMap<>();
        Files.readAllLines(bundle.data()
                        .resolve("workflows")
                        .resolve(workflow.id())
                        .resolve("rejects.csv"))
                .stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .forEach(cells -> reasons.put(Integer.valueOf(cells[1]), cells[3]));
        assertThat(receipt.rowsRejected()).isEqualTo(reasons.size());
        return reasons;
    }
}
