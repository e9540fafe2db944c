package io.audienceroutes.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What comes from outside cannot steer the terminal it is printed on. */
final class SafeTextTest {
    @Test
    void escapeSequencesAreVisible() {
        assertThat(SafeText.of("\u001b[2J7100\u0007")).isEqualTo("\\u001b[2J7100\\u0007");
        assertThat(SafeText.of("\u009b31m")).isEqualTo("\\u009b31m");
    }

    @Test
    void marksThatReverseTheReadingDirectionAreVisible() {
        assertThat(SafeText.of("invoice\u202efdp.csv")).isEqualTo("invoice\\u202efdp.csv");
        assertThat(SafeText.of("a\u2066b\u2069c")).isEqualTo("a\\u2066b\\u2069c");
    }

    @Test
    void lineSeparatorsAndCarriageReturnsAreVisible() {
        assertThat(SafeText.of("a\rb\u2028c\u0085d")).isEqualTo("a\\u000db\\u2028c\\u0085d");
    }

    @Test
    void textsOfTheProductKeepTheirLines() {
        assertThat(SafeText.of("one\n\ttwo")).isEqualTo("one\n\ttwo");
        assertThat(SafeText.line("one\n\ttwo")).isEqualTo("one\\n\\ttwo");
    }

    @Test
    void lettersOfAllLanguagesStay() {
        assertThat(SafeText.of("Kunden-Größe 顧客 عملاء 👩‍💻")).isEqualTo("Kunden-Größe 顧客 عملاء 👩‍💻");
    }

    @Test
    void aWriterMasksHoweverItIsWrittenTo() {
        StringWriter raw = new StringWriter();
        PrintWriter writer = SafeText.writer(raw);
        writer.print('\u001b');
        writer.print("\u001b[1m");
        writer.write(new char[] {'a', '\u001b'});
        writer.printf("%s", "\u202e");
        writer.flush();

        assertThat(raw.toString()).isEqualTo("\\u001b\\u001b[1ma\\u001b\\u202e");
    }
}
