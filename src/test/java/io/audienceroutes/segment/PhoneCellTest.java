package io.audienceroutes.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read in one pass is what the grammar reads, for every cell. */
final class PhoneCellTest {
    private static final int CELLS = 400_000;
    private static final String ALPHABET = "0123456789012345678901234567890123456789++(())..--  /";
    private static final String[] SHAPES = {
        "(###) ###-####",
        "+# (###) ###-####",
        "##.##.##.##.##",
        "### ### ####",
        "####-##-##",
        "##.##.####",
        "#######.##",
        "(0##) ######",
        "+##-##-#######",
        "### - #######",
        "#####.#",
        "+## (0) ## ########",
        "####.##.####.##"
    };

    private final Random random = new Random(20261128);
    private final PhoneCell cell = new PhoneCell();

    @Test
    void onePassReadsWhatTheGrammarReads() {
        for (int i = 0; i < CELLS; i++) {
            String text = i % 2 == 0 ? filled(SHAPES[random.nextInt(SHAPES.length)]) : any();
            if (text.chars().noneMatch(Character::isDigit) || !text.equals(text.strip())) {
                continue;
            }
            requireSame(text, part -> true);
            requireSame(text, part -> false);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4930901820.0",
                "493090182.00",
                "2024-01-01",
                "01.02.2024",
                "(2024-01-01",
                "1234567.12",
                "12.34.56.78.0",
                "0123456789 - 0123456789",
                "(030) 901820",
                "+(49) 30 901820",
                "((030)) 901820",
                "030 .901820",
                ")030 901820"
            })
    void cellsAtTheEdgeAreReadAlike(String text) {
        requireSame(text, part -> true);
        requireSame(text, part -> false);
    }

    private void requireSame(String text, Predicate<String> whole) {
        PhoneSpelling grammar = new PhoneSpelling(text);
        Optional<RejectReason> expected = grammar.fault(whole);

        assertThat(cell.read(text, 0, text.length(), whole)).as(text).isEqualTo(expected);
        if (expected.isEmpty()) {
            assertThat(cell.number()).as(text).isEqualTo(grammar.number());
            assertThat(cell.numeric()).as(text).isEqualTo(grammar.numeric());
        }
    }

    private String filled(String shape) {
        StringBuilder text = new StringBuilder();
        shape.chars().forEach(c -> text.append(c == '#' ? (char) ('0' + random.nextInt(10)) : (char) c));
        if (random.nextInt(4) == 0) {
            text.setCharAt(random.nextInt(text.length()), ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private String any() {
        StringBuilder text = new StringBuilder();
        for (int length = 1 + random.nextInt(18); length > 0; length--) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
