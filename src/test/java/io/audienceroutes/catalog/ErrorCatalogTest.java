package io.audienceroutes.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in a catalogue is said with the key that it is in. */
final class ErrorCatalogTest {
    private static final String SMALL = """
            actions:
              unknown-error:
                title: Unknown error
                cause: Not known.
                who: operator
                steps:
                  - text: Read the message.
                offers: [retry, stop]
            errors:
              - code: [40000, 40010-40020]
                message: 'app_id'
                kind: permanent
                action: unknown-error
                meaning: One.
                retried: Never.
                source: None.
              - code: 40000
                kind: content
                remedy: bisect
                action: unknown-error
                meaning: Two.
                retried: Never.
                source: None.
              - code: any
                kind: permanent
                action: unknown-error
                meaning: Any.
                retried: Never.
                source: None.
            conditions:
              internal-error:
                kind: permanent
                action: unknown-error
                meaning: Ours.
                retried: Never.
            """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("catalog.yaml");
    }

    @Test
    void firstMatchWins() throws IOException {
        Files.writeString(file, SMALL);
        ErrorCatalog catalog = ErrorCatalog.load(file);

        assertThat(catalog.forCode(40000, "the APP_ID is wrong").meaning()).isEqualTo("One.");
        assertThat(catalog.forCode(40000, "something").meaning()).isEqualTo("Two.");
        assertThat(catalog.forCode(40020, "app_id").meaning()).isEqualTo("One.");
        assertThat(catalog.forCode(40021, "app_id").meaning()).isEqualTo("Any.");
        assertThat(catalog.forCode(40015, "app_id").key()).isEqualTo("40000, 40010-40020");
    }

    @Test
    void actionThatDoesNotExistIsNamed() throws IOException {
        Files.writeString(file, SMALL);
        ErrorCatalog catalog = ErrorCatalog.load(file);

        assertThatThrownBy(() -> catalog.action("dance"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("The error catalogue has no action \"dance\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            meaning: One.          | meening: One.                  | errors[0]: property 'meening' is not allowed; errors[0]: required property 'meaning' not found
            action: unknown-error  | action: no-such-action         | errors[0].action: there is no action "no-such-action"
            'app_id'               | '(app_id'                      | errors[0].message: not a regular expression: Unclosed group at character 8 of (app_id
            40010-40020            | 40020-40010                    | errors[0].code: the range 40020-40010 ends before it starts
            code: 40000            | code: 40018-40019              | OK
            code: any              | code: 50000                    | errors[2]: the last entry must match every code: code any, no message, kind permanent
            code: 40000            | code: any                      | errors[2]: it can never match, because errors[1] matches everything that it would
            remedy: bisect         | source: None                   | it is not valid YAML: line 23, column 11: Duplicate field 'source'
            internal-error:        | internal-fault:                | conditions: required property 'internal-error' not found
            who: operator          | who: the boss                  | actions.unknown-error.who: does not have a value in the enumeration ["advertiser-admin", "operator", "data-team", "developer", "nobody"]
            """)
    void mistakeIsReportedWithItsKey(String right, String wrong, String problem) throws IOException {
        Files.writeString(file, SMALL.replaceFirst(java.util.regex.Pattern.quote(right), wrong));

        if (problem.equals("OK")) {
            assertThat(ErrorCatalog.load(file).conditions()).containsExactly("internal-error");
        } else {
            assertThatThrownBy(() -> ErrorCatalog.load(file))
                    .isInstanceOf(InvalidCatalog.class)
                    .hasMessage("The error catalogue cannot be loaded: " + file + ": " + problem);
        }
    }

    @Test
    void sameActionTwiceIsAMistake() throws IOException {
        Files.writeString(file, SMALL.replace("errors:\n", "  unknown-error:\n    title: Again\nerrors:\n"));

        assertThatThrownBy(() -> ErrorCatalog.load(file))
                .isInstanceOf(InvalidCatalog.class)
                .hasMessageContaining("Duplicate field 'unknown-error'");
    }

    @Test
    void contentWithoutRemedyIsAMistake() throws IOException {
        Files.writeString(file, SMALL.replace("    remedy: bisect\n", ""));

        assertThatThrownBy(() -> ErrorCatalog.load(file))
                .isInstanceOf(InvalidCatalog.class)
                .hasMessageEndingWith("errors[1]: required property 'remedy' not found");
    }

    @Test
    void fileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> ErrorCatalog.load(file))
                .isInstanceOf(InvalidCatalog.class)
                .hasMessage("The error catalogue cannot be loaded: " + file + ": there is no such file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''             | the file: unknown found, object expected
            just text      | the file: string found, object expected
            [1, 2]         | the file: array found, object expected
            """)
    void somethingElseIsNotACatalogue(String text, String problem) throws IOException {
        Files.writeString(file, text);

        assertThatThrownBy(() -> ErrorCatalog.load(file))
                .isInstanceOf(InvalidCatalog.class)
                .hasMessage("The error catalogue cannot be loaded: " + file + ": " + problem);
    }
}
