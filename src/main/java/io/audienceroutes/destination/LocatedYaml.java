package io.audienceroutes.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * A small YAML document with the line of each value. Only what JSON can express is accepted: no anchors and aliases (a
 * few lines of them can expand without limit), no second document, no duplicate keys.
 *
 * @param root the document's value
 * @param lines the line, from 1, of each value by its JSON pointer
 */
record LocatedYaml(JsonNode root, Map<String, Integer> lines) {
    /** The text is not an accepted document; the message is the problem, without the surrounding text. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final int line;

        Refused(int line, String message) {
            super(message);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    static LocatedYaml parse(String text) throws Refused {
        YAMLFactory factory = YAMLFactory.builder()
                // Otherwise NO (Norway) would be a boolean
                .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                .build();
        try (YAMLParser parser = factory.createParser(text)) {
            return new Reader(parser).document();
        } catch (JsonProcessingException e) {
            throw refused(e);
        } catch (IOException e) {
            throw new Refused(0, "text that cannot be read as YAML");
        }
    }

    /** The lines of the top-level keys, without values: all that is kept of a valid file. */
    LocatedYaml outline() {
        Map<String, Integer> top = lines.entrySet().stream()
                .filter(line -> line.getKey().lastIndexOf('/') <= 0)
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        return new LocatedYaml(MissingNode.getInstance(), top);
    }

    /** The line of this value or, if it is missing, of its parent. */
    int line(String pointer) {
        String at = pointer;
        while (!at.isEmpty() && !lines.containsKey(at)) {
            at = at.substring(0, at.lastIndexOf('/'));
        }
        return lines.getOrDefault(at, 0);
    }

    private static Refused refused(JsonProcessingException e) {
        // The parser's message quotes the file, which may contain secrets: only its reason is used
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
                return new Refused(
                        marked.getProblemMark().getLine() + 1, "invalid YAML: " + Excerpt.of(marked.getProblem()));
            }
        }
        int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
        return new Refused(line, "invalid YAML");
    }

    private static final class Reader {
        private static final int MAX_DEPTH = 10;

        private final YAMLParser parser;
        private final Map<String, Integer> lines = new HashMap<>();

        Reader(YAMLParser parser) {
            this.parser = parser;
        }

        LocatedYaml document() throws IOException, Refused {
            if (parser.nextToken() == null) {
                throw new Refused(1, "an empty file");
            }
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw refused("no top-level keys");
            }
            JsonNode root = value("", 0);
            if (parser.nextToken() != null) {
                throw refused("a second document");
            }
            return new LocatedYaml(root, Map.copyOf(lines));
        }

        private JsonNode value(String pointer, int depth) throws IOException, Refused {
            if (parser.isCurrentAlias() || parser.getObjectId() != null) {
                throw refused("a YAML anchor or alias");
            }
            if (depth > MAX_DEPTH) {
                throw refused("more than " + MAX_DEPTH + " levels");
            }
            lines.putIfAbsent(pointer, line());
            JsonNodeFactory nodes = JsonNodeFactory.instance;
            return switch (parser.currentToken()) {
                case START_OBJECT -> object(pointer, depth);
                case START_ARRAY -> array(pointer, depth);
                case VALUE_TRUE, VALUE_FALSE -> nodes.booleanNode(parser.getBooleanValue());
                case VALUE_NULL -> nodes.nullNode();
                case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
                case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDecimalValue());
                default -> nodes.textNode(parser.getText());
            };
        }

        private ObjectNode object(String pointer, int depth) throws IOException, Refused {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                String child = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
                lines.put(child, line());
                if (object.has(key)) {
                    throw refused("the key " + Excerpt.of(key) + " twice");
                }
                parser.nextToken();
                object.set(key, value(child, depth + 1));
            }
            return object;
        }

        private ArrayNode array(String pointer, int depth) throws IOException, Refused {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(pointer + "/" + array.size(), depth + 1));
            }
            return array;
        }

        private Refused refused(String found) {
            return new Refused(line(), found);
        }

        private int line() {
            return parser.currentTokenLocation().getLineNr();
        }
    }
}
