package io.audienceroutes.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One valid destination file, and the lines of its settings. */
record DestinationFile(String name, LocatedYaml yaml, Destination destination) {
    private static final ObjectReader KEYS = new ObjectMapper().readerFor(DestinationKeys.class);
    private static final int MAX_BYTES = 64 * 1024;
    private static final String BYTE_ORDER_MARK = "\ufeff";

    /** The file, or empty and at least one more problem. */
    static Optional<DestinationFile> read(Path path, DestinationSchema schema, List<DestinationProblem> problems) {
        String name = path.getFileName().toString();
        try {
            return parse(name, text(path), schema, problems);
        } catch (LocatedYaml.Refused e) {
            problems.add(unreadable(name, e));
        } catch (IOException e) {
            problems.add(new DestinationProblem(name, 0, "", "a file that can be read", "one that cannot"));
        }
        return Optional.empty();
    }

    /** A file of this name and text, or empty and at least one more problem. */
    static Optional<DestinationFile> parse(
            String name, String text, DestinationSchema schema, List<DestinationProblem> problems) {
        try {
            if (text.length() > MAX_BYTES) {
                throw new LocatedYaml.Refused(0, "a larger file");
            }
            LocatedYaml yaml = LocatedYaml.parse(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
            List<DestinationProblem> found = schema.problems(name, yaml);
            if (found.isEmpty()) {
                DestinationKeys keys = KEYS.treeToValue(yaml.root(), DestinationKeys.class);
                found = new DestinationChecks(name, yaml, keys, schema).problems();
                if (found.isEmpty()) {
                    return Optional.of(new DestinationFile(name, yaml.outline(), keys.toDestination()));
                }
            }
            problems.addAll(found);
        } catch (LocatedYaml.Refused e) {
            problems.add(unreadable(name, e));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The schema accepted a value that the key cannot have", e);
        }
        return Optional.empty();
    }

    private static DestinationProblem unreadable(String name, LocatedYaml.Refused refused) {
        return new DestinationProblem(
                name, refused.line(), "", "one YAML document of at most 64 KiB in UTF-8", refused.getMessage());
    }

    DestinationProblem problem(String pointer, String expected, String found) {
        return new DestinationProblem(name, yaml.line(pointer), DestinationSchema.key(pointer), expected, found);
    }

    private static String text(Path path) throws IOException, LocatedYaml.Refused {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new LocatedYaml.Refused(0, "a larger file");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text;
        } catch (CharacterCodingException e) {
            throw new LocatedYaml.Refused(0, "bytes that are not UTF-8");
        }
    }
}
