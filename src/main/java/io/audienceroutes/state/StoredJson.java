package io.audienceroutes.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;

/** JSON of the database and the receipts: ISO times, optional fields, unknown fields of later versions skipped. */
public final class StoredJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private StoredJson() {}

    /** The value as one line of JSON. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A value could not be written as JSON", e);
        }
    }

    /** The value as indented JSON, for people. */
    public static String writePretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A value could not be written as JSON", e);
        }
    }

    /** The value as JSON that can be extended. */
    public static ObjectNode object(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Reads what {@link #write} wrote. */
    public static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A stored " + type.getSimpleName() + " could not be read", e);
        }
    }

    /** Reads a column of this type; one that is empty is an empty Optional where the type is one, and null otherwise. */
    static Object read(String json, Type type) {
        try {
            return MAPPER.readValue(json == null ? "null" : json, MAPPER.constructType(type));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A stored value could not be read", e);
        }
    }

    /** Reads what {@link #write} wrote, for generic types. */
    public static <T> T read(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A stored value could not be read", e);
        }
    }
}
