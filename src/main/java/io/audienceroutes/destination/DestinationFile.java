package io.audienceroutes.destination;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One destination file that is valid in itself, and where its settings stand. */
record DestinationFile(String name, LocatedYaml yaml, Destination destination) {
    private static final int MAX_BYTES = 64 * 1024;
    private static final String BYTE_ORDER_MARK = "\ufeff";

    /** The file, or empty and at least one more problem. */
    static Optional<DestinationFile> read(Path path, DestinationSchema schema, List<DestinationProblem> problems) {
        String name = path.getFileName().toString();
        try {
            LocatedYaml yaml = LocatedYaml.parse(text(path));
            List<DestinationProblem> found = schema.problems(name, yaml);
            if (found.isEmpty()) {
                DestinationKeys keys = new ObjectMapper().treeToValue(yaml.root(), DestinationKeys.class);
                found = new DestinationChecks(name, yaml, keys, schema).problems();
                if (found.isEmpty()) {
                    return Optional.of(new DestinationFile(name, yaml, keys.toDestination()));
                }
            }
            problems.addAll(found);
        } catch (LocatedYaml.Refused e) {
            problems.add(new DestinationProblem(
                    name, e.line(), "", "one YAML document of at most 64 KiB in UTF-8", e.getMessage()));
        } catch (IOException e) {
            problems.add(new DestinationProblem(name, 0, "", "a file that can be read", "one that cannot"));
        }
        return Optional.empty();
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
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new LocatedYaml.Refused(0, "bytes that are not UTF-8");
        }
    }
}
