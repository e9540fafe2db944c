package io.audienceroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page's examples work as they are printed, and it leaves nothing out. */
class SimulatorPageTest {
    @RegisterExtension
    static final RunningSimulator tiktok = new RunningSimulator();

    private static final Pattern EXAMPLE = Pattern.compile("curl -H \"\\$J\" -d '([^']+)' \\$S/(\\w+)");

    @Test
    void everyExampleIsAccepted() throws Exception {
        List<MatchResult> examples = EXAMPLE.matcher(page()).results().toList();

        assertThat(examples).hasSizeGreaterThan(12);
        for (MatchResult example : examples) {
            assertThat(tiktok.control(example.group(2), example.group(1)).status())
                    .as(example.group())
                    .isEqualTo(200);
        }
    }

    @Test
    void everyEndpointIsNamed() throws Exception {
        assertThat(page())
                .contains(Arrays.stream(Endpoint.values())
                        .map(endpoint -> "`" + endpoint.method() + " "
                                + endpoint.path().substring(Endpoint.BASE_PATH.length()) + "`")
                        .toList());
    }

    private static String page() throws Exception {
        return Files.readString(Path.of("src/site/markdown/simulator.md"));
    }
}
