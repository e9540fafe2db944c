package io.audienceroutes.tiktok;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalInt;

/**
 * The body of a response: {@code {code, message, request_id, data}}, or what was found instead.
 *
 * @param code empty if the body is not TikTok's envelope
 * @param found a description of the body, if it is not the envelope
 */
record Envelope(OptionalInt code, String message, String requestId, JsonNode data, String found) {
    private static final int MAX_BYTES = 16 << 20;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * Reads a body completely, or up to one byte above the limit.
     *
     * @throws IOException if the connection is lost; never because of the body's content
     */
    static Envelope read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length == 0) {
            return notOne("an empty body", MissingNode.getInstance());
        }
        if (bytes.length > MAX_BYTES) {
            return notOne("a body of more than 16 MiB", MissingNode.getInstance());
        }
        JsonNode root = parsed(bytes);
        if (root.isMissingNode()) {
            return notOne("a body that is not JSON, starting with " + QuotedText.excerpt(bytes), root);
        }
        JsonNode code = root.path("code");
        if (!code.isIntegralNumber() || !code.canConvertToInt()) {
            return notOne("JSON without a return code", root);
        }
        return new Envelope(OptionalInt.of(code.intValue()), text(root, "message"), id(root), data(root), "");
    }

    private static Envelope notOne(String found, JsonNode root) {
        return new Envelope(OptionalInt.empty(), text(root, "message"), id(root), data(root), found);
    }

    private static JsonNode parsed(byte[] bytes) {
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            // Nothing is read from anywhere here: this is malformed JSON or a malformed encoding
            return MissingNode.getInstance();
        }
    }

    private static String text(JsonNode root, String field) {
        JsonNode value = root.path(field);
        return value.isTextual() ? value.textValue() : "";
    }

    private static String id(JsonNode root) {
        JsonNode value = root.path("request_id");
        return value.isTextual() || value.isIntegralNumber() ? QuotedText.id(value.asText()) : "";
    }

    private static JsonNode data(JsonNode root) {
        JsonNode data = root.path("data");
        return data.isMissingNode() || data.isNull() ? JsonNodeFactory.instance.objectNode() : data;
    }
}
