package io.audienceroutes.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Query parameters read strictly; arrays are JSON text, as in {@code advertiser_ids=["123"]}. */
final class Query {
    private final SimulatorRequest request;
    private final Set<String> read = new HashSet<>();

    Query(SimulatorRequest request) {
        this.request = request;
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> Refusal.missing(name));
    }

    Optional<String> optionalText(String name) {
        read.add(name);
        List<String> values = request.query().getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw Refusal.parameter(name, "Given more than once.");
        }
        return values.stream().filter(value -> !value.isEmpty()).findFirst();
    }

    int integer(String name, int otherwise, int least, int most) {
        Optional<String> text = optionalText(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.get());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            throw Refusal.parameter(name, "Not a valid integer.");
        }
        throw Refusal.parameter(name, "Must be from " + least + " to " + most + ".");
    }

    List<String> texts(String name, int least, int most) {
        return optionalTexts(name, least, most).orElseThrow(() -> Refusal.missing(name));
    }

    Optional<List<String>> optionalTexts(String name, int least, int most) {
        return optionalText(name).map(text -> Json.requireLength(name, parse(name, text), least, most));
    }

    void requireNoOthers() {
        for (String name : request.query().keySet()) {
            if (!read.contains(name)) {
                throw Refusal.parameter(Refusal.quote(name), "Unknown field.");
            }
        }
    }

    private static List<String> parse(String name, String text) {
        try {
            JsonNode node = Json.MAPPER.readTree(text);
            if (Json.isTexts(node)) {
                return Json.texts(node);
            }
        } catch (JsonProcessingException notJson) {
            throw Refusal.parameter(name, "Must be a JSON array of strings.");
        }
        throw Refusal.parameter(name, "Must be a JSON array of strings.");
    }
}
