package io.audienceroutes.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/** The sample that ships is what it says it is. */
final class SampleTest {
    private static final Path CONFIG = Path.of("config");
    private static final Pattern EMAIL = Pattern.compile("[a-z0-9.]+@example\\.(?:com|org|net)");

    @Test
    void shippedDestinationsAreValid() {
        Destination sample =
                Destinations.load(CONFIG.resolve("sample/destinations")).require("sample-newsletter");

        assertThat(sample.credential()).isEqualTo("sandbox");
        assertThat(sample.owner()).isEqualTo("7000000000000000001");
        assertThat(sample.audienceNameFor("newsletter-sample.csv")).isEqualTo("Sample newsletter subscribers");
        assertThat(sample.source()).containsInstanceOf(Source.Folder.class);
    }

    @Test
    void editorsGetTheSchemaThatDecides() throws IOException {
        try (var bundled = getClass().getResourceAsStream(DestinationSchema.RESOURCE)) {
            assertThat(Files.readString(CONFIG.resolve("destinations/destination.schema.json")))
                    .as("copy src/main/resources/schemas/destination.schema.json to config/destinations")
                    .isEqualTo(new String(bundled.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void editorsGetTheSchemaOfTheErrorCatalogue() throws IOException {
        try (var bundled = getClass().getResourceAsStream("/schemas/error-catalog.schema.json")) {
            assertThat(Files.readString(CONFIG.resolve("error-catalog.schema.json")))
                    .as("copy src/main/resources/schemas/error-catalog.schema.json to config")
                    .isEqualTo(new String(bundled.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(Files.readString(CONFIG.resolve("error-catalog.yaml")))
                .startsWith("# yaml-language-server: $schema=error-catalog.schema.json\n");
    }

    @Test
    void sampleFileHoldsTheExpectedCounts() throws IOException {
        List<CSVRecord> rows = rows();
        List<Optional<String>> emails = identifiers(rows, "email", SampleTest::email);
        List<Optional<String>> phones = identifiers(rows, "phone", SampleTest::phone);
        JsonNode expected = new YAMLMapper()
                .readTree(
                        CONFIG.resolve("sample/newsletter-sample.expected.yaml").toFile());

        long accepted = rows.stream()
                .filter(row -> email(row.get("email")).isPresent()
                        || phone(row.get("phone")).isPresent())
                .count();
        assertThat(expected.path("rowsRead").asLong()).isEqualTo(rows.size());
        assertThat(expected.path("rowsAccepted").asLong()).isEqualTo(accepted);
        assertThat(expected.path("rowsRejected").asLong()).isEqualTo(rows.size() - accepted);
        assertThat(expected.path("identifiers").asLong()).isEqualTo(emails.size() + phones.size());
        assertCounts(expected.path("emails"), emails);
        assertCounts(expected.path("phones"), phones);
        for (String outcome : List.of("duplicate", "rejected")) {
            assertThat(expected.at("/outcomes/" + outcome).asLong())
                    .isEqualTo(expected.at("/emails/" + outcome).asLong()
                            + expected.at("/phones/" + outcome).asLong());
        }
        assertThat(expected.at("/outcomes/added").asLong())
                .isEqualTo(expected.at("/emails/distinct").asLong()
                        + expected.at("/phones/distinct").asLong());
    }

    @Test
    void sampleFileNamesNobody() throws IOException {
        assertThat(rows()).allSatisfy(row -> {
            assertThat(row.get("email")).matches("(?i).*@?@example\\.(com|org|net) ?|.*example\\.com|nobody@| ?");
            assertThat(row.get("phone").replaceAll("[ ()+-]", "")).matches("1?[0-9]{3}55501[0-9]{2}|12|callme|55501|");
        });
    }

    private static void assertCounts(JsonNode expected, List<Optional<String>> found) {
        long valid = found.stream().flatMap(Optional::stream).count();
        long distinct = found.stream().flatMap(Optional::stream).distinct().count();
        assertThat(expected.path("identifiers").asLong()).isEqualTo(found.size());
        assertThat(expected.path("rejected").asLong()).isEqualTo(found.size() - valid);
        assertThat(expected.path("distinct").asLong()).isEqualTo(distinct);
        assertThat(expected.path("duplicate").asLong()).isEqualTo(valid - distinct);
    }

    private static List<CSVRecord> rows() throws IOException {
        try (var reader = Files.newBufferedReader(CONFIG.resolve("sample/newsletter-sample.csv"))) {
            return CSVFormat.DEFAULT
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get()
                    .parse(reader)
                    .getRecords();
        }
    }

    /** One entry a cell that is not blank; empty where the cell is no identifier. */
    private static List<Optional<String>> identifiers(
            List<CSVRecord> rows, String column, Function<String, Optional<String>> normalise) {
        return rows.stream()
                .map(row -> row.get(column))
                .filter(cell -> !cell.isBlank())
                .map(normalise)
                .toList();
    }

    private static Optional<String> email(String cell) {
        return Optional.of(cell.strip().toLowerCase(Locale.ROOT))
                .filter(email -> EMAIL.matcher(email).matches());
    }

    private static Optional<String> phone(String cell) {
        PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
        try {
            var number = phones.parse(cell, "US");
            return phones.isValidNumber(number)
                    ? Optional.of(phones.format(number, PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }
}
