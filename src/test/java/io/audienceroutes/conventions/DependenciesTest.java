package io.audienceroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The versions that the build refuses, and the page that says why, are one list. */
final class DependenciesTest {
    private static final Pattern BANNED =
            Pattern.compile("<exclude>([^:<]+:[^:<]+):\\(,([0-9.]+?)(?:\\.Final)?\\)</exclude>");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([^`:]+:[^`]+)` \\| before ([0-9.]+) \\| ([^|]+) \\| ([^|]+) \\|$");
    private static final Pattern CVES = Pattern.compile("CVE-\\d{4}-\\d{4,}(, CVE-\\d{4}-\\d{4,})*");

    @Test
    void pageNamesExactlyWhatTheBuildRefuses() throws IOException {
        Map<String, String> refused = new TreeMap<>();
        Matcher rule = BANNED.matcher(Files.readString(Path.of("pom.xml")));
        while (rule.find()) {
            refused.put(rule.group(1), rule.group(2));
        }
        Map<String, String> told = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(Path.of("src/site/markdown/dependencies.md")));
        while (row.find()) {
            assertThat(row.group(3)).as(row.group(1)).matches(CVES);
            assertThat(row.group(4)).as(row.group(1)).isNotBlank();
            assertThat(told.put(row.group(1), row.group(2))).as(row.group(1)).isNull();
        }

        assertThat(told).isEqualTo(refused).hasSizeGreaterThan(10);
    }

    @Test
    void knownAndOpenVulnerabilityOfCamelIsToldWithTheWayOut() throws IOException {
        for (String page : new String[] {"dependencies.md", "security.md"}) {
            assertThat(Files.readString(Path.of("src/site/markdown", page)))
                    .as(page)
                    .contains("CVE-2026-79983", "-Dcamel.version=4.18.5");
        }
        assertThat(Files.readString(Path.of("src/site/markdown/security.md")))
                .contains("names are checked before use, whatever the version of camel-ftp");
    }
}
