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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The objects of a JSON Lines text (jsonlines.org), one per line; blank lines are ignored. A nested value is named by
 * its path, such as {@code contact.email}; any other line is refused with its number.
 */
final class JsonLines implements Closeable {
    private static final int BUFFERED_CHARS = 16_384;
    private static final char PATH_SEPARATOR = '.';

    /** The longest column name of a destination. */
    private static final int LONGEST_PATH = 200;

    /** Keys are untrusted: they are not cached in a table that could overflow. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

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

    /** Receives one key and its value; the values of an array are joined with {@link RowChunk#VALUE_SEPARATOR}. */
    interface Fields {
        void take(String key, String value);

        /** A key with an object, or with an array without plain values. */
        default void nested(String key) {}
    }

    /** Passes on the fields of the next object; false at the end of the text. */
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

    /** The physical line (1-based) of the last object. */
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
                                + " characters, the limit for one record. Check that the file has one customer"
                                + " per line, and deliver it again.");
            }
            line.append(c);
        }
        return any;
    }

    private void parse(Fields fields) {
        seen.clear();
        try (JsonParser json = JSON.createParser(line.toString())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw broken("it is not an object");
            }
            object(json, "", fields);
            if (json.nextToken() != null) {
                throw broken("text follows the object");
            }
        } catch (IOException e) {
            throw broken("it is not valid JSON");
        }
    }

    /** The fields of an object; nested fields by path. */
    private void object(JsonParser json, String path, Fields fields) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = path.isEmpty() ? json.currentName() : path + PATH_SEPARATOR + json.currentName();
            if (!seen.add(name)) {
                throw broken("it contains a key twice");
            }
            JsonToken token = json.nextToken();
            if (name.length() > LONGEST_PATH) {
                json.skipChildren();
            } else if (token == JsonToken.START_OBJECT) {
                fields.nested(name);
                object(json, name, fields);
            } else if (token == JsonToken.START_ARRAY) {
                Map<String, StringBuilder> values = new LinkedHashMap<>();
                array(json, name, values);
                requireNew(name, values.keySet());
                values.forEach((key, value) -> fields.take(key, value.toString()));
                if (!values.containsKey(name)) {
                    fields.nested(name);
                }
            } else {
                fields.take(name, scalar(json));
            }
        }
    }

    /** The values of an array, and of objects in it by path: all values of one path are in one cell. */
    private static void array(JsonParser json, String path, Map<String, StringBuilder> values) throws IOException {
        boolean empty = true;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            element(json, path, values);
            empty = false;
        }
        if (empty) {
            values.computeIfAbsent(path, none -> new StringBuilder());
        }
    }

    private static void element(JsonParser json, String path, Map<String, StringBuilder> values) throws IOException {
        JsonToken token = json.currentToken();
        if (path.length() > LONGEST_PATH) {
            json.skipChildren();
        } else if (token == JsonToken.START_ARRAY) {
            array(json, path, values);
        } else if (token == JsonToken.START_OBJECT) {
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = path + PATH_SEPARATOR + json.currentName();
                json.nextToken();
                element(json, name, values);
            }
        } else {
            StringBuilder joined = values.get(path);
            if (joined == null) {
                values.put(path, new StringBuilder(scalar(json)));
            } else {
                joined.append(RowChunk.VALUE_SEPARATOR).append(scalar(json));
            }
        }
    }

    private void requireNew(String array, Set<String> paths) {
        for (String path : paths) {
            if (!path.equals(array) && !seen.add(path)) {
                throw broken("it contains a key twice");
            }
        }
    }

    /**
     * A separator inside a value is replaced by the next control character, which is rejected or trimmed in the same
     * way.
     */
    private static String scalar(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NULL
                ? ""
                : json.getText().replace(RowChunk.VALUE_SEPARATOR, (char) (RowChunk.VALUE_SEPARATOR - 1));
    }

    private SegmentFileRefused broken(String found) {
        return new SegmentFileRefused(
                Reason.BROKEN_JSON,
                number,
                "Line " + number + " of the segment file is not one JSON object: " + found
                        + ". Expected one object per line, with the customer's data in its values. Correct the line or"
                        + " the program that writes it, and deliver the file again.");
    }
}
