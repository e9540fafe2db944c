package io.audienceroutes.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** JSON reading and writing of this package: duplicate names and trailing content are errors. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A JSON tree could not be written", impossible);
        }
    }

    static boolean isArrayOf(JsonNode node, Predicate<JsonNode> element) {
        return node.isArray() && node.valueStream().allMatch(element);
    }

    static boolean isTexts(JsonNode node) {
        return isArrayOf(node, JsonNode::isTextual);
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>(array.size());
        array.forEach(element -> texts.add(element.textValue()));
        return List.copyOf(texts);
    }

    static List<String> requireLength(String name, List<String> texts, int least, int most) {
        if (texts.size() < least || texts.size() > most) {
            throw Refusal.parameter(name, "Must have " + least + " to " + most + " elements.");
        }
        return texts;
    }
}
