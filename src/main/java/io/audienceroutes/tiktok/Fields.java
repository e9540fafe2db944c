package io.audienceroutes.tiktok;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The fields of one JSON object of an answer: a missing one is accepted, one with a wrong type is refused.
 *
 * @param where the object's path in the response, such as {@code data.list[3]}
 * @param refusal creates the exception for a problem
 */
record Fields(JsonNode node, String where, Function<String, TikTokException> refusal) {
    /** TikTok's time format, in GMT. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    Fields {
        if (!node.isObject()) {
            throw refusal.apply(where + " is not an object");
        }
    }

    /** Text of at least one character. */
    String requiredId(String field) {
        return id(field)
                .filter(id -> !id.isBlank())
                .orElseThrow(() -> refusal.apply(where + "." + field + " is missing"));
    }

    /** Ids are text in v1.3; a whole number, which older versions sent, is read digit by digit. */
    Optional<String> id(String field) {
        return present(field).map(value -> {
            if (!value.isTextual() && !value.isIntegralNumber()) {
                throw wrong(field, "text");
            }
            return value.asText();
        });
    }

    Optional<String> text(String field) {
        return present(field).map(value -> {
            if (!value.isTextual()) {
                throw wrong(field, "text");
            }
            return value.textValue();
        });
    }

    Optional<Boolean> flag(String field) {
        return present(field).map(value -> {
            if (!value.isBoolean()) {
                throw wrong(field, "true or false");
            }
            return value.booleanValue();
        });
    }

    /** The possible required forms of a field. */
    enum Form {
        /** Text or a whole number, and not missing. */
        REQUIRED_ID("missing or not an id", true),
        /** Text, where it is present. */
        TEXT("not text", false),
        /** A boolean, where it is present. */
        FLAG("not true or false", false);

        private final String fault;
        private final boolean required;

        Form(String fault, boolean required) {
            this.fault = fault;
            this.required = required;
        }

        private boolean fits(Optional<JsonNode> value) {
            return value.map(this::fits).orElse(!required);
        }

        private boolean fits(JsonNode value) {
            return switch (this) {
                case REQUIRED_ID -> (value.isTextual() && !value.textValue().isBlank()) || value.isIntegralNumber();
                case TEXT -> value.isTextual();
                case FLAG -> value.isBoolean();
            };
        }
    }

    /** The first of these fields, by name, that does not have its form, and the problem. */
    Optional<String> firstOdd(Map<String, Form> forms) {
        return forms.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(form -> !form.getValue().fits(present(form.getKey())))
                .map(form -> "field " + form.getKey() + " is " + form.getValue().fault)
                .findFirst();
    }

    /** Also empty if it is not an id. */
    Optional<String> idIfAny(String field) {
        return present(field)
                .filter(value -> value.isTextual() || value.isIntegralNumber())
                .map(JsonNode::asText)
                .filter(id -> !id.isBlank());
    }

    /** Also empty if it is not a boolean: for fields that no decision needs. */
    Optional<Boolean> flagIfAny(String field) {
        return present(field).filter(JsonNode::isBoolean).map(JsonNode::booleanValue);
    }

    /** Also empty if it is not text: for fields that no decision needs. */
    Optional<String> textIfAny(String field) {
        return present(field).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    /** Also empty if it is not a whole number: for fields that no decision needs. */
    OptionalLong countIfAny(String field) {
        return present(field)
                .filter(value -> value.isIntegralNumber() && value.canConvertToLong())
                .map(value -> OptionalLong.of(value.longValue()))
                .orElse(OptionalLong.empty());
    }

    OptionalLong count(String field) {
        Optional<JsonNode> value = present(field);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.get().isIntegralNumber() || !value.get().canConvertToLong()) {
            throw wrong(field, "a whole number");
        }
        return OptionalLong.of(value.get().longValue());
    }

    /** Also empty if it is not a time: no delivery depends on it. */
    Optional<Instant> time(String field) {
        return textIfAny(field).flatMap(value -> {
            try {
                return Optional.of(LocalDateTime.parse(value, TIME).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    Optional<Fields> object(String field) {
        return present(field).map(value -> new Fields(value, where + "." + field, refusal));
    }

    List<Fields> objects(String field) {
        List<Fields> objects = new ArrayList<>();
        for (JsonNode each : array(field)) {
            objects.add(new Fields(each, element(field, objects.size()), refusal));
        }
        return objects;
    }

    /** Texts, or whole numbers of any size read digit by digit. */
    List<String> ids(String field) {
        List<String> ids = new ArrayList<>();
        for (JsonNode each : array(field)) {
            if (!each.isTextual() && !each.isIntegralNumber()) {
                throw refusal.apply(element(field, ids.size()) + " is not text");
            }
            ids.add(each.asText());
        }
        return ids;
    }

    /** Like {@link #ids}, or one text with commas between: the form that the renewal of a token answers. */
    List<String> scopes(String field) {
        Optional<JsonNode> text = present(field).filter(JsonNode::isTextual);
        return text.isPresent()
                ? Arrays.stream(text.get().textValue().split(",", -1))
                        .map(String::strip)
                        .filter(scope -> !scope.isEmpty())
                        .toList()
                : ids(field);
    }

    private Iterable<JsonNode> array(String field) {
        Optional<JsonNode> array = present(field);
        if (array.isPresent() && !array.get().isArray()) {
            throw wrong(field, "a list");
        }
        return array.<Iterable<JsonNode>>map(nodes -> nodes).orElse(List.of());
    }

    private String element(String field, int index) {
        return where + "." + field + "[" + index + "]";
    }

    private Optional<JsonNode> present(String field) {
        return Optional.ofNullable(node.get(field)).filter(value -> !value.isNull());
    }

    private TikTokException wrong(String field, String expected) {
        return refusal.apply(where + "." + field + " is not " + expected);
    }
}
