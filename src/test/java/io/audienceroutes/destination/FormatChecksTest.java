package io.audienceroutes.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of a format that contradict each other, or the columns, are refused before a file comes. */
class FormatChecksTest {
    @TempDir
    Path directory;

    @Test
    void columnsAreNumbersWhereNoLineNamesThem() throws IOException {
        assertThat(problems("format: {header: false}", "columns: {EMAIL: e-mail, PHONE: ['2', '0']}"))
                .extracting(problem -> problem.key() + " " + problem.found())
                .containsExactly("columns.EMAIL \"e-mail\"", "columns.PHONE \"0\"");
        assertThat(problems("format: {header: false}", "columns: {EMAIL: mail, PHONE: '2'}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.expected())
                        .isEqualTo("a number from 1, because format.header is false and the columns have no names"));
    }

    @Test
    void everyTypeNeedsItsNumberWhereNoLineNamesTheColumns() throws IOException {
        assertThat(problems("format: {header: false}", "columns: {EMAIL: '1'}"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.key()).isEqualTo("format.header");
                    assertThat(problem.expected()).contains("columns: {PHONE: \"2\"}");
                    assertThat(problem.found()).isEqualTo("no column of PHONE");
                });
    }

    @Test
    void jsonLinesHaveNeitherDelimiterNorHeader() throws IOException {
        assertThat(problems("format: {kind: json-lines, delimiter: semicolon, header: false}"))
                .extracting(DestinationProblem::key)
                .containsExactly("format.delimiter", "format.header");
    }

    @Test
    void optOutListIsNotForAListOfThoseWhoLeave() throws IOException {
        assertThat(problems("syncMode: remove", "optOut: {file: lists/opted-out.csv}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.key()).isEqualTo("optOut"));
    }

    @Test
    void settingsThatFitAreLoaded() throws IOException {
        write("format: {header: false, delimiter: semicolon}", "columns: {EMAIL: ['1', '3'], PHONE: '2'}");

        assertThat(Destinations.load(directory).require("crm").format().header())
                .isFalse();
    }

    private List<DestinationProblem> problems(String... lines) throws IOException {
        write(lines);
        return catchThrowableOfType(DestinationsRefused.class, () -> Destinations.load(directory))
                .problems();
    }

    private void write(String... lines) throws IOException {
        String usual = """
                name: crm
                credential: acme-ads
                advertiserIds: ['7654321098765432109']
                audienceName: Readers
                userIdTypes: [EMAIL, PHONE]
                """;
        Files.writeString(directory.resolve("crm.yaml"), usual + String.join("\n", lines) + "\n");
    }
}
