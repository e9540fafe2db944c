package io.audienceroutes.tiktok;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The body of a mapping call: one id schema, one identifier a row, so that no row can be misaligned.
 *
 * <p>{@code {"advertiser_ids":["1"],"action":"add","id_schema":["EMAIL_SHA256"],
 * "batch_data":[[{"id":"…64 hex digits…","audience_ids":["2"]}]]}}
 */
final class MappingBody {
    /** Rows in one call; the maximum that other vendors report. */
    static final int MAX_ROWS = 10_000;

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] HEX_DIGITS = utf8("0123456789abcdef");
    private static final byte[] BEFORE_ID = utf8("[{\"id\":\"");
    private static final byte[] END = utf8("]}");

    private MappingBody() {}

    static byte[] of(
            String action, List<String> advertiserIds, List<String> audienceIds, IdSchema schema, byte[] digests) {
        int width = schema.digests().width();
        requireWhole(advertiserIds, audienceIds, width, digests);
        byte[] head = head(action, advertiserIds, schema);
        byte[] behindId = behindId(audienceIds);
        int rows = digests.length / width;
        int rowBytes = BEFORE_ID.length + 2 * width + behindId.length;
        byte[] body = Arrays.copyOf(head, head.length + rows * (rowBytes + 1) - 1 + END.length);
        int at = head.length;
        for (int from = 0; from < digests.length; from += width) {
            at = append(body, at, BEFORE_ID);
            at = appendHex(body, at, digests, from, width);
            at = append(body, at, behindId);
            body[at++] = ',';
        }
        append(body, at - 1, END); // over the last comma
        return body;
    }

    private static void requireWhole(List<String> advertiserIds, List<String> audienceIds, int width, byte[] digests) {
        if (advertiserIds.isEmpty() || audienceIds.isEmpty()) {
            throw new IllegalArgumentException("A batch must go to at least one audience of at least one advertiser");
        }
        if (digests.length == 0 || digests.length % width != 0) {
            throw new IllegalArgumentException(
                    "A batch must consist of digests of " + width + " bytes, not of " + digests.length + " bytes");
        }
        if (digests.length > MAX_ROWS * width) {
            throw new IllegalArgumentException(
                    "A batch has at most " + MAX_ROWS + " rows, not " + digests.length / width);
        }
    }

    /** Up to where the rows begin. */
    private static byte[] head(String action, List<String> advertiserIds, IdSchema schema) {
        String whole = json(json -> {
            json.writeStartObject();
            json.writeFieldName("advertiser_ids");
            writeArray(json, advertiserIds);
            json.writeStringField("action", action);
            json.writeFieldName("id_schema");
            writeArray(json, List.of(schema.name()));
            json.writeEndObject();
        });
        return utf8(whole.substring(0, whole.length() - 1) + ",\"batch_data\":[");
    }

    /** The rest of a row. */
    private static byte[] behindId(List<String> audienceIds) {
        return utf8("\",\"audience_ids\":" + json(json -> writeArray(json, audienceIds)) + "}]");
    }

    private static int append(byte[] body, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, body, at, bytes.length);
        return at + bytes.length;
    }

    private static int appendHex(byte[] body, int at, byte[] digests, int from, int width) {
        int to = at;
        for (int i = from; i < from + width; i++) {
            int value = digests[i] & 0xff;
            body[to++] = HEX_DIGITS[value >>> 4];
            body[to++] = HEX_DIGITS[value & 0x0f];
        }
        return to;
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    private static String json(Content content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return text.toString();
    }

    private static void writeArray(JsonGenerator json, List<String> values) throws IOException {
        json.writeStartArray();
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
