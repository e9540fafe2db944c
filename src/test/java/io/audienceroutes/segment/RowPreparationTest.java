package io.audienceroutes.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Columns are found, rows are judged, and every identifier is counted once. */
class RowPreparationTest {
    private static final PreparationRules EMAIL_AND_PHONE = new PreparationRules(
            Set.of(IdentifierType.EMAIL, IdentifierType.PHONE),
            IdentifierColumns.of(
                    Map.of(IdentifierType.EMAIL, List.of("email"), IdentifierType.PHONE, List.of("phone"))),
            EmailRule.BOTH,
            Optional.of("GB"));

    @Test
    void columnsAreFoundWithoutRegardToCaseAndSpaces() {
        PreparedChunk prepared =
                prepare(List.of(" PHONE\u00a0", "\ufeffE-Mail", "Email "), row("", "x", "a@example.com"));

        assertThat(prepared.tally().rowsAccepted()).isEqualTo(1);
    }

    @Test
    void allMissingColumnsAreNamedWithThoseFound() {
        SegmentFileRefused refusal = refusal("Mail", "first \"name\"\u0007");

        assertThat(refusal)
                .hasMessage("The header line of the segment file lacks \"email\" and \"phone\". It names \"Mail\","
                        + " \"first \\\"name\\\"\\u0007\". Correct the file's header line, or the column names in the"
                        + " destination, and deliver the file again.");
        assertThat(refusal.code()).isEqualTo("segment-file-missing-column");
        assertThat(refusal.line()).isEmpty();
    }

    @Test
    void aFirstRowInPlaceOfTheHeaderIsNotQuoted() {
        assertThat(refusal("jane@example.com", "Doe"))
                .hasMessageContaining("It has 2 cells, which look like a customer's data: the file seems to have no"
                        + " header line.")
                .hasMessageNotContaining("jane")
                .hasMessageNotContaining("Doe");
        assertThat(refusal("+44 20 7946 0000")).hasMessageNotContaining("7946");
    }

    @Test
    void otherSeparatorsAreHintedAt() {
        assertThat(refusal("email;phone"))
                .hasMessageContaining("It names \"email;phone\". The columns do not seem to be separated by commas.");
    }

    @Test
    void longHeadersAreCutInTheMessage() {
        List<String> names = IntStream.range(0, 40)
                .mapToObj(i -> i == 0 ? "first_name" : "c" + i)
                .toList();

        assertThat(catchThrowableOfType(SegmentFileRefused.class, () -> new RowPreparation(EMAIL_AND_PHONE, names)))
                .hasMessageContaining("\"c29\" and 10 more.");
        assertThat(refusal("country", "x".repeat(100)).getMessage())
                .contains("x".repeat(60) + "…\"")
                .doesNotContain("x".repeat(61));
    }

    @Test
    void aRowIsAcceptedWithOneIdentifierOfSeveral() {
        PreparedChunk prepared = prepare(
                List.of("email", "phone"),
                row("jane.doe@example.com", "020 7946 0000"),
                row("jane@example.com", "none"),
                row("jane@", ""),
                row(" ", ""),
                row("jane@example.com"),
                row("", "+442079460000", "surplus"));

        RowTally tally = prepared.tally();
        assertThat(tally.rowsRead()).isEqualTo(6);
        assertThat(tally.rowsAccepted()).isEqualTo(4);
        assertThat(tally.rowsRejected()).isEqualTo(2);
        assertThat(tally.identifiers()).isEqualTo(8);
        assertThat(tally.rejectedIdentifiers()).isEqualTo(2);
        assertThat(tally.acceptedIdentifiers()).isEqualTo(6);
        assertThat(tally.rowsWhereEmailRulesDiffer()).isEqualTo(1);
        assertThat(tally.rowsLongerThanHeader()).isEqualTo(1);
        assertThat(prepared.rejects())
                .containsExactly(
                        new RejectedCell(3, "phone", RejectReason.PHONE_INVALID, "*** (0 digits)"),
                        new RejectedCell(4, "email", RejectReason.EMAIL_DOMAIN_INVALID, "j***@***"),
                        new RejectedCell(5, "email,phone", RejectReason.NO_IDENTIFIER, ""));
        assertThat(SegmentFiles.digests(prepared, DigestType.EMAIL_SHA256))
                .containsExactly(
                        SegmentFiles.sha256("jane.doe@example.com"),
                        SegmentFiles.sha256("janedoe@example.com"),
                        SegmentFiles.sha256("jane@example.com"),
                        SegmentFiles.sha256("jane@example.com"));
        assertThat(SegmentFiles.digests(prepared, DigestType.PHONE_SHA256))
                .containsExactly(SegmentFiles.sha256("+442079460000"), SegmentFiles.sha256("+442079460000"));
    }

    @Test
    void rowsWhereTheEmailRulesDifferAreCountedUnderEveryRule() {
        for (EmailRule rule : EmailRule.values()) {
            PreparedChunk prepared = new RowPreparation(
                            SegmentFiles.rules(IdentifierType.EMAIL, rule, Optional.empty()), List.of("e"))
                    .prepare(new RowChunk(
                            0,
                            new long[] {2, 3, 4},
                            List.of(row("j.d@example.com"), row("jd+x@example.com"), row("jd@example.com"))));

            assertThat(prepared.tally().rowsWhereEmailRulesDiffer())
                    .as("%s", rule)
                    .isEqualTo(2);
        }
    }

    @Test
    void valuesThatCameHashedAreCheckedUp() {
        String hex = SegmentFiles.sha256("jane@example.com");
        PreparedChunk prepared = prepare(
                List.of("email", "phone"),
                row(hex, ""),
                row(hex.toUpperCase(Locale.ROOT), ""),
                row(hex.substring(32), ""),
                row("", "+442079460000"));

        assertThat(prepared.tally().hashCheckUps())
                .containsEntry("email", new HashCheckUp(0, 2, 1, 0, 1, 0, Map.of()))
                .containsEntry("phone", new HashCheckUp(1, 0, 0, 0, 0, 0, Map.of()));
        assertThat(SegmentFiles.digests(prepared, DigestType.EMAIL_SHA256)).containsExactly(hex, hex);
    }

    @Test
    void everyConfiguredTypeHasItsDigestsEvenIfNone() {
        PreparedChunk prepared = prepare(List.of("email", "phone"), row("jane@example.com", ""));

        assertThat(prepared.digests().get(DigestType.PHONE_SHA256)).isEmpty();
    }

    @Test
    void chunksShowNoPersonalData() {
        RowChunk chunk = new RowChunk(7, new long[] {2}, List.of(row("jane@example.com", "jane@")));

        assertThat(chunk).hasToString("RowChunk[sequence=7, rows=1]");
        assertThat(new RowPreparation(EMAIL_AND_PHONE, List.of("email", "phone"))
                        .prepare(chunk)
                        .toString())
                .startsWith("PreparedChunk[sequence=7, tally=RowTally[rowsRead=1,")
                .doesNotContain("jane", "j***");
    }

    @Test
    void severalChunksMayBePreparedAtOnce() {
        RowPreparation preparation = new RowPreparation(EMAIL_AND_PHONE, List.of("email", "phone"));
        List<RowChunk> chunks = IntStream.range(0, 64)
                .mapToObj(i -> new RowChunk(
                        i,
                        new long[50],
                        Collections.nCopies(50, row("jane." + i + "@example.com", "+44207946000" + i % 10))))
                .toList();

        List<PreparedChunk> prepared =
                chunks.parallelStream().map(preparation::prepare).toList();

        for (PreparedChunk chunk : prepared) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                expected.add(SegmentFiles.sha256("jane." + chunk.sequence() + "@example.com"));
                expected.add(SegmentFiles.sha256("jane" + chunk.sequence() + "@example.com"));
            }
            assertThat(SegmentFiles.digests(chunk, DigestType.EMAIL_SHA256)).isEqualTo(expected);
        }
    }

    @Test
    void rulesThatCannotBeFollowedAreRefusedAtOnce() {
        IdentifierColumns usual = IdentifierColumns.usual();
        assertThatThrownBy(() -> new PreparationRules(Set.of(), usual, EmailRule.PLAIN, Optional.empty()))
                .hasMessage("No identifier type is configured: name at least one.");
        IdentifierColumns ofPhone = IdentifierColumns.of(Map.of(IdentifierType.PHONE, List.of("mobile")));
        assertThatThrownBy(() ->
                        new PreparationRules(Set.of(IdentifierType.EMAIL), ofPhone, EmailRule.PLAIN, Optional.empty()))
                .hasMessage(
                        "Columns are configured for [PHONE], but only [EMAIL] are delivered: configure only columns of these"
                                + " types.");
        assertThatThrownBy(() -> IdentifierColumns.of(
                        Map.of(IdentifierType.EMAIL, List.of("email"), IdentifierType.PHONE, List.of(" Email"))))
                .hasMessage("The column \" Email\" is named twice: name each column once.");
        assertThatThrownBy(() -> IdentifierColumns.of(Map.of(IdentifierType.EMAIL, List.of())))
                .hasMessage("No column is named for EMAIL: name one or leave it out.");
        assertThatThrownBy(() ->
                        new PreparationRules(Set.of(IdentifierType.EMAIL), usual, EmailRule.PLAIN, Optional.of("UK")))
                .hasMessage(
                        "phoneRegion is \"UK\", which is not a region with telephone numbers: use a two-letter ISO 3166"
                                + " code such as US or DE.");
        assertThatThrownBy(() -> IdentifierColumns.of(Map.of(IdentifierType.EMAIL, List.of(" \u200b"))))
                .hasMessage("A column for EMAIL has no name: name it as in the segment file's header line.");
    }

    private static PreparedChunk prepare(List<String> header, List<?>... rows) {
        List<List<String>> cells = new ArrayList<>();
        long[] lines = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            cells.add(rows[i].stream().map(String.class::cast).toList());
            lines[i] = i + 2L;
        }
        return new RowPreparation(EMAIL_AND_PHONE, header).prepare(new RowChunk(0, lines, cells));
    }

    private static List<String> row(String... cells) {
        return List.of(cells);
    }

    private static SegmentFileRefused refusal(String... header) {
        return catchThrowableOfType(
                SegmentFileRefused.class, () -> new RowPreparation(EMAIL_AND_PHONE, List.of(header)));
    }

    @Test
    void whatValuesWereFreedFromIsCounted() {
        PreparedChunk prepared = new RowPreparation(EMAIL_AND_PHONE, List.of("email", "phone"))
                .prepare(new RowChunk(
                        0,
                        new long[] {2, 3, 4, 5, 6, 7},
                        List.of(
                                List.of("'ann@example.com", "+4930901820.0"),
                                List.of("\"ben@example.com\"", "+49 30 901821 mob"),
                                List.of("ann@b\u00fccher.example", "+52 1 55 1234 5678"),
                                List.of("ann@xn--bcher-kva.example", ""),
                                List.of("jose\u0301@example.com", "+49 30 901820 dad"),
                                List.of("\uff41\uff4e\uff4e@example.com", "'+4930901822"))));

        assertThat(prepared.tally().corrections())
                .containsOnly(
                        Map.entry(Correction.APOSTROPHE, 2L),
                        Map.entry(Correction.NUMERIC_PHONE, 1L),
                        Map.entry(Correction.QUOTES, 1L),
                        Map.entry(Correction.LINE_WORD, 1L),
                        Map.entry(Correction.UNICODE_DOMAIN, 1L),
                        Map.entry(Correction.MEXICAN_ONE, 1L),
                        Map.entry(Correction.ASCII_DOMAIN, 1L),
                        Map.entry(Correction.DECOMPOSED, 1L),
                        Map.entry(Correction.FULL_WIDTH, 1L));
        assertThat(prepared.rejects()).extracting(RejectedCell::reason).containsExactly(RejectReason.PHONE_LETTERS);
    }

    @Test
    void bothFormsOfAnInternationalDomainAreOptedOut() {
        String unicode = SegmentFiles.sha256("ann@b\u00fccher.example");
        String ascii = SegmentFiles.sha256("ann@xn--bcher-kva.example");
        for (String written :
                List.of("Ann@B\u00fccher.example", "ann@XN--bcher-kva.example", "ann@bu\u0308cher.example")) {
            PreparedChunk prepared = RowPreparation.ofOptOut(EMAIL_AND_PHONE, List.of("email"))
                    .prepare(new RowChunk(0, new long[] {2}, List.of(List.of(written))));

            assertThat(SegmentFiles.digests(prepared, DigestType.EMAIL_SHA256)).contains(unicode, ascii);
        }
    }

    @Test
    void aSharpSIsNotTakenForTheDomainThatOlderRulesMakeOfIt() {
        PreparedChunk prepared = RowPreparation.ofOptOut(EMAIL_AND_PHONE, List.of("email"))
                .prepare(new RowChunk(0, new long[] {2}, List.of(List.of("ann@stra\u00dfe.example"))));

        assertThat(SegmentFiles.digests(prepared, DigestType.EMAIL_SHA256))
                .containsExactly(SegmentFiles.sha256("ann@stra\u00dfe.example"));
    }

    @Test
    void columnsOfOneNameAreCountedAndRejectedApart() {
        PreparedChunk prepared = new RowPreparation(EMAIL_AND_PHONE, List.of("email", "email", "phone"))
                .prepare(new RowChunk(0, new long[] {2}, List.of(List.of("ann@example.com", "nobody", "+4930901820"))));

        assertThat(SegmentFiles.digests(prepared, DigestType.EMAIL_SHA256)).hasSize(1);
        assertThat(prepared.tally().hashCheckUps()).containsOnlyKeys("email (column 1)", "email (column 2)", "phone");
        assertThat(prepared.rejects()).extracting(RejectedCell::column).containsExactly("email (column 2)");
    }
}
