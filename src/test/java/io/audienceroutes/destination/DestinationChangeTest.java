package io.audienceroutes.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DestinationChangeTest {
    private final ObjectMapper json = new ObjectMapper();
    private final Destination stored = Examples.destination("crm", Optional.of(Examples.folder("data/inbox")));

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "userIdTypes   | [\"EMAIL\"]               | PREPARATION",
                "columns       | {\"EMAIL\":\"e-mail\"}    | PREPARATION",
                "emailRule     | \"both\"                  | PREPARATION",
                "phoneRegion   | \"GB\"                    | PREPARATION",
                "advertiserIds | [\"7654321098765432110\"] | AUDIENCE",
                "audienceName  | \"Others\"                | AUDIENCE",
                "credential    | \"other-ads\"             | AUDIENCE",
                "batchSize     | 500                       | DELIVERY",
                "description   | \"New\"                   | NONE",
                "source        | null                      | NONE",
                "name          | \"crm\"                   | NONE",
            })
    void changedSettingAffects(String key, String value, DestinationChange expected) throws JsonProcessingException {
        ObjectNode changed = json.valueToTree(stored);
        changed.set(key, json.readTree(value));
        if (key.equals("userIdTypes")) {
            changed.remove("columns");
        }

        Destination now = json.treeToValue(changed, Destination.class);

        assertThat(DestinationChange.between(stored, now)).isEqualTo(expected);
    }

    @Test
    void earliestOfSeveralChangesCounts() throws JsonProcessingException {
        ObjectNode changed = json.valueToTree(stored);
        changed.put("batchSize", 1).put("audienceName", "Others");
        assertThat(DestinationChange.between(stored, json.treeToValue(changed, Destination.class)))
                .isEqualTo(DestinationChange.AUDIENCE);

        changed.put("emailRule", "strip");
        assertThat(DestinationChange.between(stored, json.treeToValue(changed, Destination.class)))
                .isEqualTo(DestinationChange.PREPARATION);
    }
}
