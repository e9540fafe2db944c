package io.audienceroutes.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One awkward file and what must become of it.
 *
 * @param name under which it is delivered
 * @param text what it holds, before {@code characterSet} and {@code steps}; or {@code hex}, or {@code entries} of a zip
 * @param repeat appended to the text so many times
 * @param settings lines of the destination
 * @param refused the condition that refuses it; or else it is delivered
 * @param says what the refusal must say
 * @param format what the receipt must say of its format
 * @param members the addresses that the audience must hold
 * @param rejects how the lines of rejects.csv must begin
 */
record CorpusCase(
        @JsonProperty(required = true) String id,
        Optional<String> name,
        Optional<String> text,
        Optional<Repeat> repeat,
        Optional<String> hex,
        Optional<Map<String, String>> entries,
        Optional<List<String>> entrySteps,
        Optional<Integer> manyEntries,
        Optional<String> characterSet,
        Optional<List<String>> steps,
        Optional<List<String>> settings,
        Optional<String> refused,
        Optional<List<String>> says,
        Optional<String> format,
        Optional<List<String>> warns,
        Optional<Integer> rows,
        Optional<List<String>> members,
        Optional<List<String>> rejects) {

    record Repeat(String text, int times) {}

    String fileName() {
        return name.orElse("customers.csv");
    }

    static List<CorpusCase> all() throws IOException {
        YAMLMapper yaml = YAMLMapper.builder()
                .findAndAddModules()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        JavaType list = yaml.getTypeFactory().constructCollectionType(List.class, CorpusCase.class);
        List<CorpusCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/corpus"))) {
            for (Path file : files.sorted().toList()) {
                cases.addAll(yaml.readValue(file.toFile(), list));
            }
        }
        return cases;
    }

    @Override
    public String toString() {
        return id;
    }
}
