package io.audienceroutes.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads an error catalogue from its file and checks what its schema cannot express. */
final class CatalogFile {
    private static final String SCHEMA = "/schemas/error-catalog.schema.json";
    private static final long MAX_BYTES = 1 << 20;

    private final Path file;

    CatalogFile(Path file) {
        this.file = file;
    }

    ErrorCatalog read() {
        JsonNode root = parsed();
        requireSchema(root);
        Map<String, WorkflowAction> actions = new LinkedHashMap<>();
        root.get("actions").properties().forEach(each -> actions.put(each.getKey(), action(each)));
        Map<String, CatalogEntry> conditions = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : root.get("conditions").properties()) {
            String name = each.getKey();
            conditions.put(name, entry(name, "conditions." + name, each.getValue(), actions));
        }
        List<CatalogRule> rules = rules(root.get("errors"), actions);
        return new ErrorCatalog(actions, rules, conditions);
    }

    private JsonNode parsed() {
        YAMLFactory yaml = YAMLFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidCatalog(file, "it is larger than " + MAX_BYTES + " bytes");
            }
            return new ObjectMapper(yaml).readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new InvalidCatalog(file, "it is not valid YAML: " + position(e) + e.getOriginalMessage());
        } catch (NoSuchFileException e) {
            throw new InvalidCatalog(file, "there is no such file");
        } catch (IOException e) {
            throw new InvalidCatalog(file, "it cannot be read: " + e.getMessage());
        }
    }

    private static String position(JsonProcessingException problem) {
        return Optional.ofNullable(problem.getLocation())
                .map(at -> "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ")
                .orElse("");
    }

    private void requireSchema(JsonNode root) {
        Set<ValidationMessage> problems = schema().validate(root);
        if (!problems.isEmpty()) {
            throw new InvalidCatalog(
                    file,
                    problems.stream()
                            .map(CatalogFile::sentence)
                            .distinct()
                            .sorted()
                            .reduce((first, second) -> first + "; " + second)
                            .orElseThrow());
        }
    }

    private static JsonSchema schema() {
        // Messages in one language wherever it runs
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .locale(Locale.ENGLISH)
                .pathType(PathType.LEGACY)
                .build();
        try (InputStream schema =
                Objects.requireNonNull(CatalogFile.class.getResourceAsStream(SCHEMA), "no " + SCHEMA)) {
            return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema, config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sentence(ValidationMessage problem) {
        String key = problem.getInstanceLocation().toString().replaceFirst("^\\$\\.?", "");
        return (key.isEmpty() ? "the file" : key) + ": "
                + problem.getError()
                        .replace(
                                " is not defined in the schema and the schema does not allow additional properties",
                                " is not allowed");
    }

    private static WorkflowAction action(Map.Entry<String, JsonNode> entry) {
        JsonNode action = entry.getValue();
        List<ActionStep> steps = new ArrayList<>();
        action.get("steps").forEach(step -> steps.add(step(step)));
        List<CommonAction> offers = new ArrayList<>();
        action.get("offers").forEach(offer -> offers.add(CommonAction.of(offer.asText())));
        return new WorkflowAction(
                entry.getKey(),
                action.get("title").asText(),
                action.get("cause").asText(),
                WhoActs.of(action.get("who").asText()),
                steps,
                offers);
    }

    private static ActionStep step(JsonNode step) {
        List<ActionLink> links = new ArrayList<>();
        step.path("links")
                .forEach(link -> links.add(new ActionLink(
                        link.get("title").asText(), URI.create(link.get("url").asText()))));
        return new ActionStep(step.get("text").asText(), links);
    }

    private List<CatalogRule> rules(JsonNode errors, Map<String, WorkflowAction> actions) {
        List<CatalogRule> rules = new ArrayList<>();
        for (int i = 0; i < errors.size(); i++) {
            CatalogRule rule = rule("errors[" + i + "]", errors.get(i), actions);
            requireReachable("errors[" + i + "]", rule, rules);
            rules.add(rule);
        }
        CatalogRule last = rules.get(rules.size() - 1);
        if (!last.codes().isAny() || last.message().isPresent() || last.entry().kind() != ErrorKind.PERMANENT) {
            throw new InvalidCatalog(
                    file,
                    "errors[" + (rules.size() - 1) + "]: the last entry must match every code: code any, no message,"
                            + " kind permanent");
        }
        return rules;
    }

    private CatalogRule rule(String key, JsonNode error, Map<String, WorkflowAction> actions) {
        CodeSet codes = codes(key, error.get("code"));
        return new CatalogRule(codes, pattern(key, error), entry(codes.toString(), key, error, actions));
    }

    private CodeSet codes(String key, JsonNode code) {
        try {
            return CodeSet.of(code);
        } catch (IllegalArgumentException e) {
            throw new InvalidCatalog(file, key + ".code: " + e.getMessage());
        }
    }

    private Optional<Pattern> pattern(String key, JsonNode error) {
        try {
            return text(error, "message")
                    .map(regex ->
                            Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw new InvalidCatalog(
                    file,
                    key + ".message: not a regular expression: " + e.getDescription() + " at character "
                            + (e.getIndex() + 1) + " of " + e.getPattern());
        }
    }

    private void requireReachable(String key, CatalogRule rule, List<CatalogRule> before) {
        for (int i = 0; i < before.size(); i++) {
            if (before.get(i).shadows(rule)) {
                throw new InvalidCatalog(
                        file, key + ": it can never match, because errors[" + i + "] matches everything that it would");
            }
        }
    }

    private CatalogEntry entry(String name, String key, JsonNode entry, Map<String, WorkflowAction> actions) {
        String actionId = entry.get("action").asText();
        WorkflowAction action = Optional.ofNullable(actions.get(actionId))
                .orElseThrow(() -> new InvalidCatalog(file, key + ".action: there is no action \"" + actionId + "\""));
        return new CatalogEntry(
                name,
                text(entry, "message"),
                ErrorKind.of(entry.get("kind").asText()),
                text(entry, "remedy").map(ContentRemedy::of),
                action,
                entry.get("meaning").asText(),
                entry.get("retried").asText(),
                text(entry, "source"));
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.ofNullable(node.get(field)).map(JsonNode::asText);
    }
}
