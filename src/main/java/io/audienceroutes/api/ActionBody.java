package io.audienceroutes.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the JSON bodies of calls, strictly: an unknown or misspelt field is refused, not passed over. */
final class ActionBody {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private ActionBody() {}

    /** The body as this record; refused with the fields that it has to have. */
    static <T extends Record> T read(String body, Class<T> type) {
        List<String> fields = Arrays.stream(type.getRecordComponents())
                .map(component -> component.getName())
                .toList();
        try {
            T read = Optional.ofNullable(body).filter(text -> !text.isBlank()).isPresent()
                    ? MAPPER.readValue(body, type)
                    : null;
            if (read != null) {
                return read;
            }
        } catch (JsonProcessingException e) {
            throw invalid(fields);
        }
        throw invalid(fields);
    }

    private static ApiInvalid invalid(List<String> fields) {
        return new ApiInvalid("The body is not what this call takes: expected one JSON object with fields of " + fields
                + ". Nothing was done.");
    }
}
