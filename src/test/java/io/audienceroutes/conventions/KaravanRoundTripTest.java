package io.audienceroutes.conventions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Karavan's core library opens every route file and would save what it read, all of it. */
@Tag("bundle")
class KaravanRoundTripTest {
    private static final Path DESIGNERS = Path.of("src/test/designers");
    private static final Path INSTALLED = Path.of("target/designers");
    private static final int PATIENCE_SECONDS = 300;

    @Test
    void karavanSavesEveryRouteAsItRead(@TempDir Path folder) throws IOException, InterruptedException {
        List<RouteFile> files =
                RouteFile.all().stream().filter(file -> !file.isTemplate()).toList();

        JsonNode saved = saved(files, folder);

        Findings findings = Findings.against("Karavan saves what it read, but for ids that it adds");
        for (RouteFile file : files) {
            JsonNode written =
                    new YAMLMapper().readTree(saved.path(file.path().toString()).asText());
            compare("", file.root(), written, file, findings);
        }
        findings.requireNone();
    }

    /** As operating.md says: if Karavan learns them, that sentence goes. */
    @Test
    void karavanDoesNotKnowRouteTemplates(@TempDir Path folder) throws IOException, InterruptedException {
        List<RouteFile> templates =
                RouteFile.product().stream().filter(RouteFile::isTemplate).toList();

        JsonNode saved = saved(templates, folder);

        assertThat(templates).hasSize(3);
        for (RouteFile template : templates) {
            assertThat(saved.path(template.path().toString()).asText()).doesNotContain("routeTemplate");
        }
    }

    private static JsonNode saved(List<RouteFile> files, Path folder) throws IOException, InterruptedException {
        install(folder);
        List<String> command =
                new ArrayList<>(List.of("node", INSTALLED.resolve("karavan.mjs").toString()));
        files.forEach(file -> command.add(file.path().toString()));
        return new ObjectMapper().readTree(run(Path.of(""), folder, command));
    }

    /** Once for each state of the lock file; later builds find it there. */
    private static void install(Path folder) throws IOException, InterruptedException {
        String wanted = Files.readString(DESIGNERS.resolve("package-lock.json"));
        Path mark = INSTALLED.resolve("installed.json");
        Files.createDirectories(INSTALLED);
        for (String name : List.of("package.json", "package-lock.json", ".npmrc", "karavan.mjs")) {
            Files.write(INSTALLED.resolve(name), Files.readAllBytes(DESIGNERS.resolve(name)));
        }
        if (!Files.exists(mark) || !Files.readString(mark).equals(wanted)) {
            run(INSTALLED, folder, List.of("npm", "ci", "--prefer-offline"));
            Files.writeString(mark, wanted);
        }
    }

    private static String run(Path directory, Path folder, List<String> command)
            throws IOException, InterruptedException {
        File out = folder.resolve("out.txt").toFile();
        File errors = folder.resolve("errors.txt").toFile();
        Process process = new ProcessBuilder(command)
                .directory(directory.toAbsolutePath().toFile())
                .redirectOutput(out)
                .redirectError(errors)
                .start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as("%s: %s", command.subList(0, 2), Files.readString(errors.toPath(), UTF_8))
                .isTrue();
        return Files.readString(out.toPath(), UTF_8);
    }

    private static void compare(String place, JsonNode read, JsonNode written, RouteFile file, Findings findings) {
        if (!read.isContainerNode() || read.getNodeType() != written.getNodeType()) {
            if (!read.equals(written)) {
                findings.add(file, place + ": " + read + " becomes " + (written.isMissingNode() ? "nothing" : written));
            }
        } else if (read.isArray()) {
            for (int i = 0; i < Math.max(read.size(), written.size()); i++) {
                compare(place + "/" + i, read.path(i), written.path(i), file, findings);
            }
        } else {
            TreeSet<String> keys = new TreeSet<>();
            read.fieldNames().forEachRemaining(keys::add);
            written.fieldNames().forEachRemaining(keys::add);
            keys.stream()
                    .filter(key -> read.has(key) || !key.equals("id"))
                    .forEach(key -> compare(place + "/" + key, read.path(key), written.path(key), file, findings));
        }
    }
}
