package io.audienceroutes.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the body of {@code segment/mapping/} token by token: no tree, no text for an id, a million ids a second.
 *
 * <p>Strict: every type must be right, no field unknown or twice, no row without an id. Fields may come in any order.
 */
final class MappingParser {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int MOST_ADVERTISERS = 100;

    private final JsonParser parser;
    private final Set<String> seen = new HashSet<>();
    private final List<MappingColumn> columns = new ArrayList<>();
    private final List<MappingColumn.Digests> targets = new ArrayList<>();
    private final long[] digest = new long[Digest.SHA256_WORDS];
    private List<String> advertiserIds = List.of();
    private List<IdSchema> schema = List.of();
    private boolean delete;
    private int rows;
    private int shortestRow = Integer.MAX_VALUE;
    private int longestRow;

    private MappingParser(JsonParser parser) {
        this.parser = parser;
    }

    /** Reads a body; a refusal names the field that is wrong, never a value from a row. */
    static MappingBatch parse(SimulatorRequest request) {
        Fields.requireJson(request);
        try (JsonParser parser = FACTORY.createParser(request.body())) {
            return new MappingParser(parser).read();
        } catch (JsonProcessingException notJson) {
            throw Refusal.parameter("The request body is not valid JSON.");
        } catch (IOException impossible) {
            throw new IllegalStateException("Reading from memory failed", impossible);
        }
    }

    private MappingBatch read() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw Refusal.parameter("The request body must be a JSON object.");
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (!seen.add(name)) {
                throw Refusal.parameter(Refusal.quote(name), "Given more than once.");
            }
            parser.nextToken();
            readField(name);
        }
        if (parser.nextToken() != null) {
            throw Refusal.parameter("The request body must be one JSON object.");
        }
        for (String required : List.of("advertiser_ids", "id_schema", "batch_data")) {
            if (!seen.contains(required)) {
                throw Refusal.missing(required);
            }
        }
        return new MappingBatch(advertiserIds, delete, schema, columns, rows, shortestRow, longestRow);
    }

    private void readField(String name) throws IOException {
        switch (name) {
            case "advertiser_ids" -> advertiserIds = Json.requireLength(name, texts(name), 1, MOST_ADVERTISERS);
            case "action" -> delete = isDelete();
            case "id_schema" -> schema = readSchema();
            case "batch_data" -> readRows();
            default -> throw Refusal.parameter(Refusal.quote(name), "Unknown field.");
        }
    }

    private boolean isDelete() throws IOException {
        require(JsonToken.VALUE_STRING, "action", "Not a valid string.");
        return switch (parser.getText()) {
            case "add" -> false;
            case "delete" -> true;
            default -> throw Refusal.parameter("action", "Must be add or delete.");
        };
    }

    private List<IdSchema> readSchema() throws IOException {
        List<IdSchema> read = new ArrayList<>();
        for (String name : texts("id_schema")) {
            IdSchema kind = IdSchema.named(name)
                    .orElseThrow(() -> Refusal.parameter("id_schema", "Unknown value " + Refusal.quote(name) + "."));
            if (read.contains(kind)) {
                throw Refusal.parameter("id_schema", "Must not have a value twice.");
            }
            read.add(kind);
        }
        if (read.isEmpty()) {
            throw Refusal.parameter("id_schema", "Must not be empty.");
        }
        return List.copyOf(read);
    }

    private void readRows() throws IOException {
        require(JsonToken.START_ARRAY, "batch_data", "Must be an array of rows.");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            require(JsonToken.START_ARRAY, "batch_data", "Every row must be an array.");
            int entries = readRow();
            shortestRow = Math.min(shortestRow, entries);
            longestRow = Math.max(longestRow, entries);
            rows++;
        }
        if (rows == 0) {
            throw Refusal.parameter("batch_data", "Must not be empty.");
        }
    }

    private int readRow() throws IOException {
        int entries = 0;
        boolean anyId = false;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            require(JsonToken.START_OBJECT, "batch_data", "Every entry of a row must be an object.");
            if (entries == IdSchema.values().length) {
                throw Refusal.parameter("batch_data", "A row has more entries than there are id schemas.");
            }
            if (entries == columns.size()) {
                columns.add(new MappingColumn());
            }
            anyId |= readEntry(columns.get(entries));
            entries++;
        }
        if (!anyId) {
            throw Refusal.parameter("batch_data", "A row has no id.");
        }
        return entries;
    }

    /** Reads one entry; says whether it names an id, or is the empty object of an id that a user does not have. */
    private boolean readEntry(MappingColumn column) throws IOException {
        int words = -1;
        targets.clear();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            if (name.equals("id") && words < 0) {
                words = readId();
            } else if (name.equals("audience_ids") && targets.isEmpty()) {
                readTargets(column);
            } else {
                throw Refusal.parameter("batch_data", "An entry has an unknown field, or one twice.");
            }
        }
        if (words < 0 && targets.isEmpty()) {
            return false;
        }
        if (words < 0 || targets.isEmpty()) {
            throw Refusal.parameter("batch_data", "An entry must have both id and audience_ids, or nothing.");
        }
        if (rows < MappingBatch.MOST_ROWS) {
            column.append(digest, words, targets);
        }
        return true;
    }

    private int readId() throws IOException {
        require(JsonToken.VALUE_STRING, "batch_data", "An id must be a string.");
        return Digest.parse(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), digest);
    }

    private void readTargets(MappingColumn column) throws IOException {
        require(JsonToken.START_ARRAY, "batch_data", "audience_ids must be an array of strings.");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            require(JsonToken.VALUE_STRING, "batch_data", "audience_ids must be an array of strings.");
            targets.add(column.target(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength()));
        }
        if (targets.isEmpty()) {
            throw Refusal.parameter("batch_data", "audience_ids must not be empty.");
        }
    }

    private List<String> texts(String name) throws IOException {
        require(JsonToken.START_ARRAY, name, "Must be an array of strings.");
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            require(JsonToken.VALUE_STRING, name, "Must be an array of strings.");
            texts.add(parser.getText());
        }
        return List.copyOf(texts);
    }

    private void require(JsonToken expected, String field, String otherwise) {
        if (parser.currentToken() != expected) {
            throw Refusal.parameter(field, otherwise);
        }
    }
}
