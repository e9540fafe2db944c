package io.audienceroutes.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What came hashed is looked at before it is sent: how it was hashed, and of what. */
class HashCheckUpTest {
    @ParameterizedTest
    @MethodSource("wrongForms")
    void aTestAddressThatWasHashedInAWrongFormIsTold(KnownDigest expected, String hashed) {
        HashCheckUp checkUp = checkUp(IdentifierType.EMAIL, SegmentFiles.sha256(hashed));

        assertThat(checkUp.known()).containsExactly(Map.entry(expected, 1L));
        assertThat(checkUp.hashed()).isEqualTo(1);
        assertThat(checkUp.knownText()).startsWith("1 of ");
    }

    static List<Arguments> wrongForms() {
        return List.of(
                Arguments.of(KnownDigest.CAPITALS, "Test@example.com"),
                Arguments.of(KnownDigest.CAPITALS, "JANE.DOE@EXAMPLE.COM"),
                Arguments.of(KnownDigest.BLANKS, " test@example.com"),
                Arguments.of(KnownDigest.BLANKS, "test@example.com "),
                Arguments.of(KnownDigest.LINE_END, "test@example.com\n"),
                Arguments.of(KnownDigest.LINE_END, "test@example.com\r\n"),
                Arguments.of(KnownDigest.QUOTES, "'test@example.com'"),
                Arguments.of(KnownDigest.BYTE_ORDER_MARK, "\ufefftest@example.com"),
                Arguments.of(KnownDigest.HASHED_TWICE, SegmentFiles.sha256("test@example.com")));
    }

    static List<Arguments> nothings() {
        return List.of(
                Arguments.of(KnownDigest.EMPTY_TEXT, ""),
                Arguments.of(KnownDigest.WHITE_SPACE, " "),
                Arguments.of(KnownDigest.NULL_WORD, "null"),
                Arguments.of(KnownDigest.NULL_WORD, "N/A"),
                Arguments.of(KnownDigest.ZERO_DEVICE_ID, "00000000-0000-0000-0000-000000000000"));
    }

    @Test
    void theRightDigestOfATestAddressIsNoFault() {
        assertThat(checkUp(IdentifierType.EMAIL, SegmentFiles.sha256("test@example.com"))
                        .known())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("nothings")
    void theDigestOfNothingIsRejectedAndTold(KnownDigest expected, String hashed) {
        PreparedChunk prepared = prepare(IdentifierType.EMAIL, List.of(SegmentFiles.sha256(hashed)));

        assertThat(prepared.rejects()).extracting(RejectedCell::reason).containsExactly(RejectReason.DIGEST_OF_NOTHING);
        assertThat(prepared.tally().hashCheckUps().get("e").known()).containsExactly(Map.entry(expected, 1L));
        assertThat(prepared.tally().acceptedIdentifiers()).isZero();
    }

    @Test
    void theMd5DigestOfNothingIsRejectedToo() {
        PreparedChunk prepared = prepare(IdentifierType.AAID, List.of("D41D8CD98F00B204E9800998ECF8427E"));

        assertThat(prepared.rejects()).extracting(RejectedCell::reason).containsExactly(RejectReason.DIGEST_OF_NOTHING);
    }

    @Test
    void deviceIdsThatLostTheirHyphensAreNotTakenForMd5Digests() {
        List<String> ids = Stream.generate(UUID::randomUUID)
                .map(id -> id.toString().replace("-", ""))
                .limit(20)
                .toList();

        assertThatThrownBy(() -> prepare(IdentifierType.IDFA, ids).tally().requireUsable())
                .isInstanceOf(SegmentFileRefused.class)
                .hasMessage("The column \"e\" of the segment file holds 20 values of 32 hexadecimal digits, of which 20"
                        + " look like device ids without hyphens, not like MD5 hashes: TikTok would match none"
                        + " of them. Export the ids with hyphens (8-4-4-4-12), or hash them, and deliver the file"
                        + " again.");
    }

    @Test
    void md5DigestsOfDeviceIdsAreTakenBesideSha256Digests() {
        Random random = new Random(7);
        List<String> md5 = Stream.generate(
                        () -> String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong()))
                .limit(200)
                .toList();
        List<String> all = new ArrayList<>(md5);
        all.add(SegmentFiles.sha256("a"));

        PreparedChunk prepared = prepare(IdentifierType.IDFA, all);

        prepared.tally().requireUsable();
        assertThat(SegmentFiles.digests(prepared, DigestType.IDFA_MD5)).isEqualTo(md5);
        assertThat(SegmentFiles.digests(prepared, DigestType.IDFA_SHA256)).containsExactly(SegmentFiles.sha256("a"));
        assertThat(prepared.tally().hashCheckUps().get("e").text()).isEqualTo("1 SHA-256, 200 MD5");
    }

    @Test
    void rawIdsBesideMd5DigestsAreAMix() {
        PreparedChunk prepared = prepare(
                IdentifierType.AAID,
                List.of("38400000-8cf0-11bd-b23e-10b96e40000d", "38400000000000000000000000000001"));

        assertThatThrownBy(() -> prepared.tally().requireUsable()).hasMessageContaining("1 raw and 1 hashed values");
    }

    private static HashCheckUp checkUp(IdentifierType type, String value) {
        return prepare(type, List.of(value)).tally().hashCheckUps().get("e");
    }

    private static PreparedChunk prepare(IdentifierType type, List<String> values) {
        PreparationRules rules = new PreparationRules(
                Set.of(type), IdentifierColumns.of(Map.of(type, List.of("e"))), EmailRule.PLAIN, Optional.empty());
        return new RowPreparation(rules, List.of("e"))
                .prepare(new RowChunk(
                        0,
                        new long[values.size()],
                        values.stream().map(List::of).toList()));
    }
}
