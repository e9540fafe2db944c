package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("bundle")
class DemoTest {
    @TempDir
    Path folder;

    @Test
    void demoPrintsTheFiguresOfTheSampleAndLeavesNothingBehind() throws Exception {
        try (Distribution distribution = Distribution.in(folder)) {
            List<String> before = distribution.filesBelow("config");
            JsonNode expected =
                    new YAMLMapper().readTree(distribution.read("config/sample/newsletter-sample.expected.yaml"));

            BundleProcess demo = distribution.run("demo");

            assertThat(demo.exitCode()).as(demo.err()).isZero();
            assertThat(demo.err()).isEmpty();
            assertThat(demo.out())
                    .contains(": Succeeded")
                    .contains(count(expected, "/rowsRead") + " read = " + count(expected, "/rowsAccepted")
                            + " accepted + " + count(expected, "/rowsRejected") + " rejected")
                    .contains(count(expected, "/identifiers") + " found = " + count(expected, "/outcomes/added")
                            + " added + " + count(expected, "/outcomes/duplicate") + " duplicate + "
                            + count(expected, "/outcomes/rejected") + " rejected")
                    .contains("The simulator now has "
                            + expected.at("/outcomes/added").asLong() + " members.");
            assertThat(distribution.filesBelow("config")).isEqualTo(before);
            assertThat(distribution.filesBelow("data")).isEmpty();
            assertThat(distribution.filesBelow("tmp"))
                    .as("only what the test itself keeps of the process")
                    .allMatch(file -> file.startsWith("process"));
        }
    }

    private static String count(JsonNode expected, String pointer) {
        return String.format(Locale.ROOT, "%,d", expected.at(pointer).asLong());
    }
}
