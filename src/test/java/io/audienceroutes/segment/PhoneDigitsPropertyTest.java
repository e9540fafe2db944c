package io.audienceroutes.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/**
 * Whatever the cell: what is sent are the last digits of the cell in their order, behind a country code that is the
 * region's or stands in front of them. What follows the decimal point of an amount, or an E, is no digit of the number.
 */
class PhoneDigitsPropertyTest {
    private static final Set<Integer> COUNTRY_CODES =
            PhoneNumberUtil.getInstance().getSupportedCallingCodes();
    private static final int FEWEST_DIGITS = 4;

    @Property(tries = 20_000)
    void whatIsSentAreDigitsOfTheCellInTheirOrder(@ForAll("cells") String cell, @ForAll("regions") String region) {
        List<String> digests = digests(cell, region);

        Statistics.label("cell").collect(digests.isEmpty() ? "rejected" : "accepted");
        Statistics.label("cell")
                .coverage(kinds -> List.of("accepted", "rejected")
                        .forEach(kind -> kinds.check(kind).percentage(share -> share > 5)));
        assertThat(digests).hasSizeLessThan(2);
        if (!digests.isEmpty()) {
            assertThat(possible(cell, region)).contains(digests.get(0));
        }
    }

    @Property(tries = 5_000)
    void aNumberWithAnythingButMarksInItIsNeverAnotherNumber(
            @ForAll("numbers") String number, @ForAll("strangers") String stranger, @ForAll("regions") String region) {
        for (int at : new int[] {1, number.length() / 2, number.length() - 1}) {
            String cell = number.substring(0, at) + stranger + number.substring(at);

            assertThat(digests(cell, region)).as("a sign inside").isEmpty();
        }
    }

    private static List<String> digests(String cell, String region) {
        PreparedChunk prepared = new RowPreparation(
                        SegmentFiles.rules(
                                IdentifierType.PHONE,
                                EmailRule.PLAIN,
                                Optional.of(region).filter(known -> !known.isEmpty())),
                        List.of("e"))
                .prepare(new RowChunk(0, new long[] {2}, List.of(List.of(cell))));
        return SegmentFiles.digests(prepared, DigestType.PHONE_SHA256);
    }

    private static List<String> possible(String cell, String region) {
        StringBuilder found = new StringBuilder();
        cell.replaceAll("\\p{Cf}", "")
                .replaceFirst("^([='\" ]*[+]?\\p{Nd}{5,})[.,][0\u0660]+['\" ]*$", "$1")
                .replaceFirst("[eE][+-]?[0-9]{1,3}['\" ]*$", "")
                .codePoints()
                .map(c -> Character.digit(c, 10))
                .filter(digit -> digit >= 0)
                .forEach(found::append);
        String digits = found.toString();
        List<String> possible = new ArrayList<>();
        for (int start = 0; start <= digits.length() - FEWEST_DIGITS; start++) {
            String front = digits.substring(0, start);
            String rest = digits.substring(start);
            countryCodes(front, region).forEach(code -> possible.add(SegmentFiles.sha256("+" + code + rest)));
        }
        return possible;
    }

    private static List<String> countryCodes(String front, String region) {
        List<String> codes = new ArrayList<>();
        IntStream.rangeClosed(1, Math.min(front.length(), 12))
                .boxed()
                .flatMap(from -> IntStream.rangeClosed(1, 3)
                        .filter(length -> from - 1 + length <= front.length())
                        .mapToObj(length -> front.substring(from - 1, from - 1 + length)))
                .filter(code -> COUNTRY_CODES.contains(Integer.valueOf(code)))
                .forEach(codes::add);
        if (!region.isEmpty()) {
            codes.add(Integer.toString(PhoneNumberUtil.getInstance().getCountryCodeForRegion(region)));
        }
        return codes;
    }

    @Provide
    Arbitrary<String> regions() {
        return Arbitraries.of("", "US", "DE", "FR", "GB", "IT", "IN", "JP", "MX", "RU", "BR", "AU");
    }

    @Provide
    Arbitrary<String> numbers() {
        return Arbitraries.of(
                "+4930901820",
                "+12127365000",
                "2127365000",
                "0612345678",
                "+525512345678",
                "02071838750",
                "9812345678");
    }

    /** Signs that no number has: letters, masks and others. */
    @Provide
    Arbitrary<String> strangers() {
        return Arbitraries.of(
                "a",
                "Q",
                "z",
                "abc",
                "XX",
                "x1x",
                "*",
                "**",
                "??",
                "_",
                "\u2022",
                "\u03b1",
                "\u0445\u0445",
                "\u00e9",
                "=",
                "!",
                "@",
                ":",
                "\u00b2",
                "\ud83d\ude00",
                "\uff21",
                " mob ",
                "\u0001",
                "\ufffd",
                "%",
                "$");
    }

    @Provide
    Arbitrary<String> cells() {
        Arbitrary<String> digits =
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(5);
        Arbitrary<String> start = Arbitraries.of(
                "",
                "",
                "+",
                "+49",
                "+1 ",
                "+44 (0)",
                "00",
                "0",
                "+52 1 ",
                "'",
                "\"",
                "=\"",
                "tel:",
                "Tel. ",
                "p:",
                "(",
                "\u0660",
                "+\u0664\u0669");
        Arbitrary<String> glue = Arbitraries.of(
                "", "", "", " ", "-", ".", "/", " / ", " - ", "  ", ")", " (", ",", ";", "\u00a0", "\u2009", "\u202f",
                "\u200b", "\u2011", "x", "X", "*", "#", " mob ", " or ", "E", "\u0663", "\uff11", "+");
        Arbitrary<String> end = Arbitraries.of(
                "",
                "",
                "",
                "",
                ".0",
                ",00",
                ".\u0660",
                "E9",
                "e+10",
                " mob",
                " (mobile)",
                " dad",
                "'",
                "\"",
                "xx",
                " ext 12",
                "x12",
                "#1",
                ",",
                ".");
        Arbitrary<String> middle = Combinators.combine(digits, glue)
                .as(String::concat)
                .list()
                .ofMinSize(2)
                .ofMaxSize(5)
                .map(parts -> String.join("", parts));
        Arbitrary<String> near = Combinators.combine(
                        numbers(), glue, Arbitraries.integers().between(1, 8))
                .as((number, mark, at) -> number.substring(0, at) + mark + number.substring(at));
        Arbitrary<String> built = Combinators.combine(start, middle, end).as((a, b, c) -> a + b + c);
        Arbitrary<String> nearBuilt = Combinators.combine(near, end).as(String::concat);
        return Arbitraries.oneOf(built, nearBuilt, Arbitraries.strings().ofMaxLength(30));
    }
}
