package io.audienceroutes.destination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The JSON schema of a destination file. Its descriptions are shown as help in editors and as allowed values in errors.
 * The copy next to the destinations is for editors; this one, in the bundle, is authoritative.
 */
final class DestinationSchema {
    static final String RESOURCE = "/schemas/destination.schema.json";

    private final JsonNode source;
    private final JsonSchema schema;

    DestinationSchema() {
        try (InputStream in = DestinationSchema.class.getResourceAsStream(RESOURCE)) {
            source = new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the schema " + RESOURCE + " in the bundle", e);
        }
        // Keywords that only editors use
        JsonMetaSchema known = JsonMetaSchema.builder(JsonMetaSchema.getV7())
                .keyword(new NonValidationKeyword("errorMessage"))
                .build();
        schema = JsonSchemaFactory.builder(JsonSchemaFactory.getInstance(VersionFlag.V7))
                .metaSchema(known)
                .build()
                .getSchema(
                        source,
                        SchemaValidatorsConfig.builder()
                                .pathType(PathType.JSON_POINTER)
                                .build());
    }

    List<DestinationProblem> problems(String file, LocatedYaml yaml) {
        Stream<DestinationProblem> found = schema.validate(yaml.root()).stream()
                .filter(message -> !isInsideAlternative(message))
                .map(message -> problem(file, yaml, message));
        return Stream.concat(found, Exclusive.GROUPS.stream().flatMap(group -> group.problem(file, yaml).stream()))
                .distinct()
                .sorted(Comparator.comparingInt(DestinationProblem::line))
                .toList();
    }

    /**
     * The schema expresses mutually exclusive keys so that editors can complete them and report errors ({@code if},
     * {@code then} and {@code anyOf} with messages); here {@link Exclusive} reports them once. For any other
     * {@code anyOf}, the first branch is reported.
     */
    private static boolean isInsideAlternative(ValidationMessage message) {
        String path = message.getEvaluationPath().toString();
        return path.contains("/then/") || path.contains("/anyOf/1") || isOfExclusive(message);
    }

    private static boolean isOfExclusive(ValidationMessage message) {
        String at = message.getInstanceLocation().toString();
        return message.getType().equals("required")
                && message.getEvaluationPath().toString().contains("/anyOf/")
                && Exclusive.GROUPS.stream()
                        .anyMatch(group ->
                                group.pointer().equals(at) && group.keys().contains(message.getProperty()));
    }

    /** Keys of one node of which exactly one is expected. */
    private record Exclusive(String pointer, List<String> keys) {
        private static final List<Exclusive> GROUPS = List.of(
                new Exclusive("", List.of("audienceName", "audienceNamePattern", "campaign")),
                new Exclusive("/source", List.of("folder", "sftp", "s3")),
                new Exclusive("/source/sftp", List.of("passwordSecret", "privateKeyFile")),
                new Exclusive("/source/sftp", List.of("knownHostsFile", "hostKeyFingerprint")));

        Optional<DestinationProblem> problem(String file, LocatedYaml yaml) {
            JsonNode node = yaml.root().at(pointer);
            long given = keys.stream().filter(node::has).count();
            return node.isObject() && given != 1
                    ? Optional.of(new DestinationProblem(
                            file,
                            yaml.line(pointer),
                            key(pointer),
                            "exactly one of " + listed(keys),
                            given == 0 ? none() : several()))
                    : Optional.empty();
        }

        private String none() {
            return keys.size() == 2 ? "neither" : "none of them";
        }

        private String several() {
            return keys.size() == 2 ? "both" : "more than one";
        }
    }

    private DestinationProblem problem(String file, LocatedYaml yaml, ValidationMessage message) {
        String at = message.getInstanceLocation().toString();
        boolean aboutProperty = message.getProperty() != null;
        String pointer = aboutProperty ? at + "/" + message.getProperty() : at;
        return new DestinationProblem(
                file, yaml.line(pointer), key(pointer), expected(message), found(yaml, pointer, message));
    }

    private String expected(ValidationMessage message) {
        String keyword = message.getSchemaLocation().getFragment().toString();
        JsonNode parent = source.at(keyword.substring(0, keyword.lastIndexOf('/')));
        return switch (message.getType()) {
            case "additionalProperties" -> "one of " + names(parent.path("properties"));
            case "required" ->
                parent.has("properties")
                        ? description(parent.path("properties").path(message.getProperty()))
                        : describe(message.getInstanceLocation() + "/" + message.getProperty());
            case "dependencies" ->
                String.join(" and ", (Iterable<String>) parent.path("dependencies")::fieldNames) + ", or neither";
            case "type" ->
                parent.path("type").asText().equals("string") ? "text: " + description(parent) : description(parent);
            default -> description(parent);
        };
    }

    /** The schema's description of a setting that is not inside a list. */
    String describe(String pointer) {
        return description(source.at(pointer.replace("/", "/properties/")));
    }

    private static String description(JsonNode schema) {
        return schema.path("description").asText();
    }

    private static String names(JsonNode properties) {
        return StreamSupport.stream(((Iterable<String>) properties::fieldNames).spliterator(), false)
                .collect(Collectors.joining(", "));
    }

    private String found(LocatedYaml yaml, String pointer, ValidationMessage message) {
        JsonNode value = yaml.root().at(pointer);
        return switch (message.getType()) {
            case "additionalProperties" -> "an unknown key";
            case "required" -> "nothing";
            case "uniqueItems" -> "a value twice";
            case "dependencies" -> "only one of them";
            case "type" -> found(pointer, value) + ", which is " + kind(value);
            default -> found(pointer, value);
        };
    }

    private static String listed(List<String> names) {
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    private static String found(String pointer, JsonNode value) {
        if (value.isContainerNode()) {
            return value.size() + (value.isArray() ? " values" : " keys");
        }
        if (isSecret(pointer)) {
            return "something else (not shown)";
        }
        return value.isTextual() ? Excerpt.of(value.textValue()) : Excerpt.bare(value.asText());
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case ARRAY -> "a list";
            case OBJECT -> "a group of keys";
            default -> "no value";
        };
    }

    /** A password that was pasted instead of its secret's name must not reach a log. */
    private static boolean isSecret(String pointer) {
        String lower = pointer.toLowerCase(Locale.ROOT);
        return lower.contains("secret") || lower.contains("password");
    }

    /** A JSON pointer in readable form: {@code source.sftp.port}, {@code advertiserIds[0]}. */
    static String key(String pointer) {
        StringBuilder key = new StringBuilder();
        for (String part : pointer.split("/", -1)) {
            if (part.matches("[0-9]+")) {
                key.append('[').append(part).append(']');
            } else if (!part.isEmpty()) {
                String name = part.replace("~1", "/").replace("~0", "~");
                key.append(key.isEmpty() ? "" : ".").append(Excerpt.bare(name));
            }
        }
        return key.toString();
    }
}
