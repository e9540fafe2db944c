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
 * The objects of a JSON Lines text (jsonlines.org), one a line; blank lines are none. A value inside an object is
 * called by its path, such as {@code contact.email}; a line that is anything else is refused by its number.
 */
final class JsonLines implements Closeable {
    private static final int BUFFERED_CHARS = 16_384;
    private static final char PATH_SEPARATOR = '.';

    /** No column of a destination has a longer name. */
    private static final int LONGEST_PATH = 200;

    /** Keys come from strangers: no table of them is kept that could overflow. */
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

    /** Takes one key and its value; of an array the values stand between {@link RowChunk#VALUE_SEPARATOR}. */
    interface Fields {
        void take(String key, String value);

        /** A key that has an object, or an array without plain values. */
        default void nested(String key) {}
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
                throw broken("it is not an object");
            }
            object(json, "", fields);
            if (json.nextToken() != null) {
                throw broken("more text follows its object");
            }
        } catch (IOException e) {
            throw broken("it is not valid JSON");
        }
    }

    /** The fields of an object, those of objects in it by their path. */
    private void object(JsonParser json, String path, Fields fields) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = path.isEmpty() ? json.currentName() : path + PATH_SEPARATOR + json.currentName();
            if (!seen.add(name)) {
                throw broken("it has a key twice");
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

    /** The values of an array, and of the objects in it by their path: all of one path stand in one cell. */
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
                throw broken("it has a key twice");
            }
        }
    }

    /** A separator inside a value becomes its neighbour: as a control character it rejects or is trimmed just the same. */
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
                        + ". Expected one object a line, with the customer's data in its values. Correct the line or"
                        + " the program that writes it, and deliver the file again.");
    }
}
