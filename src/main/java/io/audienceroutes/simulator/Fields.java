package io.audienceroutes.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/** A JSON object that is read strictly: every field must have its type, and unknown fields are refused. */
final class Fields {
    private static final String JSON_TYPE = "application/json";

    private final ObjectNode object;
    private final Set<String> read = new HashSet<>();

    private Fields(ObjectNode object) {
        this.object = object;
    }

    /** Reads a JSON body; anything but one JSON object is refused. */
    static Fields of(SimulatorRequest request) {
        requireJson(request);
        try {
            JsonNode node = Json.MAPPER.readTree(request.body());
            if (node instanceof ObjectNode fields) {
                return new Fields(fields);
            }
        } catch (JsonProcessingException notJson) {
            throw Refusal.parameter("The request body is not valid JSON.");
        } catch (IOException impossible) {
            throw new IllegalStateException("Reading from memory failed", impossible);
        }
        throw Refusal.parameter("The request body must be a JSON object.");
    }

    /** Reads a JSON body that may be left out. */
    static Fields ofOptional(SimulatorRequest request) {
        return request.body().length == 0 ? new Fields(Json.MAPPER.createObjectNode()) : of(request);
    }

    static void requireJson(SimulatorRequest request) {
        if (!request.contentType().toLowerCase(Locale.ROOT).startsWith(JSON_TYPE)) {
            throw Refusal.parameter("Content-Type must be " + JSON_TYPE + ".");
        }
    }

    String text(String name) {
        return optionalText(name).filter(text -> !text.isEmpty()).orElseThrow(() -> Refusal.missing(name));
    }

    Optional<String> optionalText(String name) {
        return optional(name, JsonNode::isTextual, JsonNode::textValue, "Not a valid string.");
    }

    Optional<Boolean> optionalFlag(String name) {
        return optional(name, JsonNode::isBoolean, JsonNode::booleanValue, "Not a valid boolean.");
    }

    Optional<Integer> optionalInteger(String name, int least, int most) {
        return optional(
                name,
                node -> node.canConvertToInt()
                        && node.isIntegralNumber()
                        && node.intValue() >= least
                        && node.intValue() <= most,
                JsonNode::intValue,
                "Must be an integer from " + least + " to " + most + ".");
    }

    int integer(String name, int otherwise, int least, int most) {
        return optionalInteger(name, least, most).orElse(otherwise);
    }

    List<String> texts(String name, int least, int most) {
        List<String> texts = optionalTexts(name).orElseThrow(() -> Refusal.missing(name));
        return Json.requireLength(name, texts, least, most);
    }

    Optional<List<String>> optionalTexts(String name) {
        return optional(name, Json::isTexts, Json::texts, "Must be an array of strings.");
    }

    Optional<List<Long>> optionalNumbers(String name) {
        return optional(
                name,
                node -> Json.isArrayOf(node, JsonNode::isIntegralNumber),
                node -> elements(node, JsonNode::longValue),
                "Must be an array of integers.");
    }

    Optional<Fields> optionalObject(String name) {
        return optional(name, JsonNode::isObject, node -> new Fields((ObjectNode) node), "Must be an object.");
    }

    List<Fields> objects(String name) {
        return optional(
                        name,
                        node -> Json.isArrayOf(node, JsonNode::isObject),
                        node -> elements(node, element -> new Fields((ObjectNode) element)),
                        "Must be an array of objects.")
                .orElse(List.of());
    }

    /** Refuses an unknown field, because it could be a typing error. */
    void requireNoOthers() {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!read.contains(name)) {
                throw Refusal.parameter(Refusal.quote(name), "Unknown field.");
            }
        }
    }

    private <T> Optional<T> optional(
            String name, Predicate<JsonNode> fits, Function<JsonNode, T> value, String expectation) {
        read.add(name);
        JsonNode node = object.get(name);
        if (node == null) {
            return Optional.empty();
        }
        if (!fits.test(node)) {
            throw Refusal.parameter(name, expectation);
        }
        return Optional.of(value.apply(node));
    }

    private static <T> List<T> elements(JsonNode array, Function<JsonNode, T> value) {
        List<T> elements = new ArrayList<>(array.size());
        array.forEach(element -> elements.add(value.apply(element)));
        return List.copyOf(elements);
    }
}
