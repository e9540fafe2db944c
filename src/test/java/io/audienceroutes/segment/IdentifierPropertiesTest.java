package io.audienceroutes.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.audienceroutes.format.FileFormat;
import io.audienceroutes.format.Parts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;

/** Whatever the value or the bytes: the digest is that of the form in the specification, or there is a reason. */
class IdentifierPropertiesTest {
    private static final int LONGEST = 200;

    @Property(tries = 500)
    void addressHasTheDigestOfItsFormUnderEachRule(
            @ForAll("localParts") String local, @ForAll("domains") String domain, @ForAll("edges") String edge) {
        String address = local + "@" + domain;
        String plain = address.toLowerCase(Locale.ROOT);
        String kept = local.toLowerCase(Locale.ROOT).replaceAll("\\+.*", "").replace(".", "");
        String stripped = kept + "@" + domain.toLowerCase(Locale.ROOT);
        Set<String> both = new LinkedHashSet<>(List.of(plain, stripped));

        assertThat(email(edge + address + edge, EmailRule.PLAIN)).containsExactly(SegmentFiles.sha256(plain));
        assertThat(email(edge + address + edge, EmailRule.STRIP)).containsExactly(SegmentFiles.sha256(stripped));
        assertThat(email(edge + address + edge, EmailRule.BOTH))
                .containsExactlyElementsOf(
                        both.stream().map(SegmentFiles::sha256).toList());
        assertThat(email(plain, EmailRule.PLAIN)).as("normal forms stay").containsExactly(SegmentFiles.sha256(plain));
        assertThat(email(stripped, EmailRule.STRIP)).containsExactly(SegmentFiles.sha256(stripped));
    }

    @Property(tries = 500)
    void phoneHasTheDigestOfItsInternationalForm(@ForAll("phones") String phone, @ForAll("edges") String edge) {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        List<String> digests = phone(edge + phone + edge);
        Optional<PhoneNumber> valid = parsed(phone).filter(numbers::isValidNumber);

        assertThat(digests)
                .isEqualTo(valid.stream()
                        .map(number -> SegmentFiles.sha256(
                                "+" + number.getCountryCode() + numbers.getNationalSignificantNumber(number)))
                        .toList());
        valid.ifPresent(number -> {
            assertThat(phone(numbers.format(number, PhoneNumberFormat.E164))).isEqualTo(digests);
            assertThat(phone(numbers.format(number, PhoneNumberFormat.INTERNATIONAL)))
                    .isEqualTo(digests);
        });
    }

    private static Optional<PhoneNumber> parsed(String phone) {
        try {
            return Optional.of(PhoneNumberUtil.getInstance().parse(phone, "GB"));
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    private static List<String> phone(String value) {
        return digests(IdentifierType.PHONE, EmailRule.PLAIN, value, DigestType.PHONE_SHA256);
    }

    @Property(tries = 300)
    void deviceIdHasTheDigestOfItsLowerCaseForm(
            @ForAll @Size(16) byte[] bytes, @ForAll boolean braces, @ForAll boolean capitals) {
        String hex = HexFormat.of().formatHex(bytes);
        String id = hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
        String written = capitals ? id.toUpperCase(Locale.ROOT) : id;
        List<String> digests = digests(
                IdentifierType.AAID,
                EmailRule.PLAIN,
                braces ? "{" + written + "}" : written,
                DigestType.of(Set.of(IdentifierType.AAID)).stream()
                        .filter(type -> type.width() == Digests.SHA256_WIDTH)
                        .findFirst()
                        .orElseThrow());

        if (hex.chars().allMatch(digit -> digit == '0')) {
            assertThat(digests).isEmpty();
        } else {
            assertThat(digests).containsExactly(SegmentFiles.sha256(id));
        }
    }

    @Property(tries = 300)
    void digestPassesThroughInLowerCase(@ForAll @Size(32) byte[] digest, @ForAll boolean capitals) {
        String hex = HexFormat.of().formatHex(digest);
        String written = capitals ? hex.toUpperCase(Locale.ROOT) : hex;

        assertThat(email(written, EmailRule.BOTH)).containsExactly(hex);
        assertThat(digests(IdentifierType.PHONE, EmailRule.PLAIN, written, DigestType.PHONE_SHA256))
                .containsExactly(hex);
    }

    @Property(tries = 1_000)
    void anyValueIsAcceptedOrRejectedWithAReasonAndTheSameAgain(
            @ForAll("values") String value, @ForAll IdentifierType type, @ForAll EmailRule rule) {
        PreparedChunk first = prepare(type, rule, value);
        PreparedChunk again = prepare(type, rule, value);

        assertAddsUp(first.tally(), first.rejects().size());
        assertThat(first.rejects()).isEqualTo(again.rejects());
        first.digests()
                .forEach((digestType, bytes) ->
                        assertThat(bytes).isEqualTo(again.digests().get(digestType)));
    }

    @Property(tries = 1_000)
    void anyBytesAddUpOrAreRefusedWithAReason(@ForAll("files") byte[] file, @ForAll EmailRule rule) {
        RowTally tally = RowTally.zero();
        long rejects = 0;
        long digests = 0;
        try {
            var rows = Parts.of(file, FileFormat.detected()).rows(3);
            RowPreparation preparation = new RowPreparation(everyType(rule), rows.header());
            while (rows.hasNext()) {
                PreparedChunk chunk = preparation.prepare(rows.next());
                tally = tally.plus(chunk.tally());
                rejects += chunk.rejects().size();
                for (Map.Entry<DigestType, byte[]> each : chunk.digests().entrySet()) {
                    digests += each.getValue().length / each.getKey().width();
                }
            }
        } catch (SegmentFileRefused refusal) {
            assertThat(refusal.code()).startsWith("segment-file-");
            assertThat(refusal).hasMessageMatching("(?s).{40,}");
            Statistics.label("end").collect("refused");
            return;
        }
        Statistics.label("end").collect("read");
        Statistics.label("end")
                .coverage(ends -> List.of("read", "refused")
                        .forEach(end -> ends.check(end).percentage(share -> share > 10)));
        assertAddsUp(tally, rejects);
        assertThat(tally.acceptedIdentifiers()).as("each is one digest").isEqualTo(digests);
    }

    private static void assertAddsUp(RowTally tally, long rejects) {
        assertThat(tally.rowsRead()).isEqualTo(tally.rowsAccepted() + tally.rowsRejected());
        long reasons = tally.rejectReasons().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        long rowsOfNothing = tally.rejectReasons().getOrDefault(RejectReason.NO_IDENTIFIER, 0L);
        assertThat(reasons).isEqualTo(rejects);
        assertThat(tally.rejectedIdentifiers()).isEqualTo(reasons - rowsOfNothing);
        assertThat(tally.identifiers()).isEqualTo(tally.acceptedIdentifiers() + tally.rejectedIdentifiers());
    }

    private static List<String> email(String value, EmailRule rule) {
        return digests(IdentifierType.EMAIL, rule, value, DigestType.EMAIL_SHA256);
    }

    private static List<String> digests(IdentifierType type, EmailRule rule, String value, DigestType wanted) {
        return SegmentFiles.digests(prepare(type, rule, value), wanted);
    }

    private static PreparedChunk prepare(IdentifierType type, EmailRule rule, String value) {
        RowPreparation preparation =
                new RowPreparation(SegmentFiles.rules(type, rule, Optional.of("GB")), List.of("e"));
        return preparation.prepare(new RowChunk(0, new long[] {2}, List.of(List.of(value))));
    }

    private static PreparationRules everyType(EmailRule rule) {
        return new PreparationRules(
                Set.of(IdentifierType.EMAIL, IdentifierType.PHONE), IdentifierColumns.usual(), rule, Optional.of("GB"));
    }

    @Provide
    Arbitrary<String> localParts() {
        Arbitrary<String> word =
                Arbitraries.strings().withChars("abcXYZ019_-'").ofMinLength(1).ofMaxLength(12);
        Arbitrary<String> dotted = word.list().ofMinSize(1).ofMaxSize(3).map(words -> String.join(".", words));
        return Combinators.combine(dotted, word.injectNull(0.5).map(tag -> tag == null ? "" : "+" + tag))
                .as(String::concat)
                .filter(local -> !local.startsWith("'"));
    }

    @Provide
    Arbitrary<String> domains() {
        return Combinators.combine(
                        Arbitraries.strings()
                                .withChars("abcXYZ09")
                                .ofMinLength(1)
                                .ofMaxLength(20),
                        Arbitraries.of("example.com", "Example.ORG", "EXAMPLE.net"))
                .as((name, suffix) -> name + "." + suffix);
    }

    @Provide
    Arbitrary<String> edges() {
        return Arbitraries.of("", " ", "\t", "\u00a0", " \ufeff", "\u200b");
    }

    @Provide
    Arbitrary<String> phones() {
        Arbitrary<String> digits =
                Arbitraries.strings().numeric().ofMinLength(6).ofMaxLength(11);
        return Combinators.combine(Arbitraries.of("+44", "+1", "+49 ", "+33 (0)", "0", "00 44 ", "+999"), digits)
                .as(String::concat);
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> telling = Arbitraries.strings()
                .withChars("ab@.+-_ \t\"'{}01\u0000\ufeff\ufffdé\u0130\u03a3\ud83d\ude00")
                .ofMaxLength(40);
        return Arbitraries.oneOf(Arbitraries.strings().all().ofMaxLength(LONGEST), telling);
    }

    /** Files that begin like a list, and go on like anything. */
    @Provide
    Arbitrary<byte[]> files() {
        Arbitrary<String> cell = Arbitraries.oneOf(
                Arbitraries.of(
                        "ann@example.com", "bob+x@example.org", "+442071838750", "", " ", "\"a\"", "\"\"\"\"", "\""),
                Arbitraries.strings().withChars("ab@.,;\t|\"\r\n\u0000é ").ofMaxLength(12));
        Arbitrary<String> delimiter = Arbitraries.of(",", ";", "\t", "|");
        Arbitrary<String> lineEnd = Arbitraries.of("\n", "\r\n", "\r", "\n\n");
        Arbitrary<List<List<String>>> rows =
                cell.list().ofMinSize(0).ofMaxSize(4).list().ofMaxSize(8);
        Arbitrary<byte[]> tail = Arbitraries.bytes().array(byte[].class).ofMaxSize(12);
        return Combinators.combine(delimiter, lineEnd, rows, tail, Arbitraries.of(true, false))
                .as((between, end, lines, bytes, withTail) -> {
                    List<String> text = new ArrayList<>();
                    text.add("email" + between + "phone");
                    lines.forEach(line -> text.add(String.join(between, line)));
                    byte[] start = (String.join(end, text) + end).getBytes(StandardCharsets.UTF_8);
                    byte[] all = Arrays.copyOf(start, start.length + (withTail ? bytes.length : 0));
                    System.arraycopy(bytes, 0, all, start.length, withTail ? bytes.length : 0);
                    return all;
                });
    }
}
