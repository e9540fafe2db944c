package io.audienceroutes.tiktok;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The body of a mapping call: one id schema, one identifier a row, so that no row can be misaligned.
 *
 * <p>{@code {"advertiser_ids":["1"],"action":"add","id_schema":["EMAIL_SHA256"],
 * "batch_data":[[{"id":"…64 hex digits…","audience_ids":["2"]}]]}}
 */
final class MappingBody {
    /** Rows in one call; the most that peers report TikTok to take. */
    static final int MAX_ROWS = 10_000;

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] HEX_DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final SerializedString ID = new SerializedString("id");
    private static final SerializedString AUDIENCE_IDS = new SerializedString("audience_ids");
    private static final int BYTES_AROUND_AN_ID = 32;

    private MappingBody() {}

    static byte[] of(
            String action, List<String> advertiserIds, List<String> audienceIds, IdSchema schema, byte[] digests) {
        int width = schema.digests().width();
        requireWhole(advertiserIds, audienceIds, width, digests);
        String audiences = jsonArray(audienceIds);
        int rows = digests.length / width;
        int size = 256 + rows * (2 * width + BYTES_AROUND_AN_ID + audiences.length());
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(size)) {
            try (JsonGenerator json = JSON.createGenerator(bytes)) {
                json.writeStartObject();
                writeArray(json, "advertiser_ids", advertiserIds);
                json.writeStringField("action", action);
                writeArray(json, "id_schema", List.of(schema.name()));
                json.writeArrayFieldStart("batch_data");
                writeRows(json, digests, width, new SerializedString(audiences));
                json.writeEndArray();
                json.writeEndObject();
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
    }

    private static void requireWhole(List<String> advertiserIds, List<String> audienceIds, int width, byte[] digests) {
        if (advertiserIds.isEmpty() || audienceIds.isEmpty()) {
            throw new IllegalArgumentException("A batch goes to at least one audience of at least one advertiser");
        }
        if (digests.length == 0 || digests.length % width != 0) {
            throw new IllegalArgumentException(
                    "A batch is made of digests of " + width + " bytes, not of " + digests.length + " bytes");
        }
        if (digests.length > MAX_ROWS * width) {
            throw new IllegalArgumentException(
                    "A batch has at most " + MAX_ROWS + " rows, not " + digests.length / width);
        }
    }

    private static void writeRows(JsonGenerator json, byte[] digests, int width, SerializedString audiences)
            throws IOException {
        byte[] hex = new byte[2 * width];
        for (int from = 0; from < digests.length; from += width) {
            writeHex(digests, from, hex);
            json.writeStartArray();
            json.writeStartObject();
            json.writeFieldName(ID);
            json.writeRawUTF8String(hex, 0, hex.length);
            json.writeFieldName(AUDIENCE_IDS);
            json.writeRawValue(audiences);
            json.writeEndObject();
            json.writeEndArray();
        }
    }

    private static void writeHex(byte[] digests, int from, byte[] hex) {
        for (int i = 0; i < hex.length / 2; i++) {
            int value = digests[from + i] & 0xff;
            hex[2 * i] = HEX_DIGITS[value >>> 4];
            hex[2 * i + 1] = HEX_DIGITS[value & 0x0f];
        }
    }

    private static void writeArray(JsonGenerator json, String field, List<String> values) throws IOException {
        json.writeArrayFieldStart(field);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static String jsonArray(List<String> values) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (String value : values) {
                json.writeString(value);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return text.toString();
    }
}
