package io.audienceroutes.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.audienceroutes.segment.RowChunk;
import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.CharBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * The objects of a JSON Lines text (jsonlines.org), one a line; blank lines are none. Values are strings, numbers,
 * booleans, null, and arrays of these; a line that is anything else is refused by its number.
 */
final class JsonLines implements Closeable {
    private static final int BUFFERED_CHARS = 16_384;
    private static final JsonFactory JSON = new JsonFactory();

    private final DecodedText text;
    private final int maxChars;
    private final CharBuffer chars = CharBuffer.allocate(BUFFERED_CHARS).limit(0);
    private final StringBuilder line = new StringBuilder();
    private final Set<String> seen = new HashSet<>();
    private long number;
    private boolean afterReturn;

    JsonLines(DecodedText text, int maxChars) {
        this.text = text;
        this.maxChars = maxChars;
    }

    /** Takes one key and its value; of an array the values stand between {@link RowChunk#VALUE_SEPARATOR}. */
    interface Fields {
        void take(String key, String value);
    }

    /** Hands the fields of the next object out; false at the end of the text. */
    boolean next(Fields fields) throws IOException {
        try {
            while (readLine()) {
                if (line.chars().anyMatch(c -> !isBlank(c))) {
                    parse(fields);
                    return true;
                }
            }
            return false;
        } catch (SegmentFileRefused e) {
            text.requireSound();
            throw e;
        }
    }

    /** The physical line (1-based) of the object last handed out. */
    long line() {
        return number;
    }

    long faults() {
        return text.faults();
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    private boolean readLine() throws IOException {
        line.setLength(0);
        number++;
        boolean any = false;
        while (chars.hasRemaining() || text.fill(chars)) {
            char c = chars.get();
            if (c == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            any = true;
            afterReturn = c == '\r';
            if (c == '\n' || c == '\r') {
                return true;
            }
            if (line.length() == maxChars) {
                throw new SegmentFileRefused(
                        Reason.RECORD_TOO_LONG,
                        number,
                        "The object on line " + number + " of the segment file is longer than " + maxChars
                                + " characters, the most that is read as one record. Check that the file has one"
                                + " customer a line, and deliver it again.");
            }
            line.append(c);
        }
        return any;
    }

    private void parse(Fields fields) {
        seen.clear();
        try (JsonParser json = JSON.createParser(line.toString())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw broken("it is no object");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String key = json.currentName();
                if (!seen.add(key)) {
                    throw broken("it has a key twice");
                }
                fields.take(key, value(json));
            }
            if (json.nextToken() != null) {
                throw broken("more text follows its object");
            }
        } catch (IOException e) {
            throw broken("it is not valid JSON");
        }
    }

    private String value(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_ARRAY) {
            return scalar(json);
        }
        StringBuilder values = new StringBuilder();
        boolean first = true;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (!first) {
                values.append(RowChunk.VALUE_SEPARATOR);
            }
            values.append(scalar(json));
            first = false;
        }
        return values.toString();
    }

    /** A separator inside a value becomes its neighbour: as a control character it rejects or is trimmed just the same. */
    private String scalar(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == null || !token.isScalarValue()) {
            throw broken("a value of it is an object, or an array in an array");
        }
        return token == JsonToken.VALUE_NULL
                ? ""
                : json.getText().replace(RowChunk.VALUE_SEPARATOR, (char) (RowChunk.VALUE_SEPARATOR - 1));
    }

    private SegmentFileRefused broken(String found) {
        return new SegmentFileRefused(
                Reason.BROKEN_JSON,
                number,
                "Line " + number + " of the segment file is not one flat JSON object: " + found
                        + ". Expected is one object a line, with texts, numbers or arrays of these. Correct the line or"
                        + " the program that writes it, and deliver the file again.");
    }
}
