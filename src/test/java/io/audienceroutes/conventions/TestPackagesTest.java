package io.audienceroutes.conventions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A test is where its readers look for it, and runs when its speed allows. */
class TestPackagesTest {
    private static final Path TESTS = Path.of("src/test/java/io/audienceroutes");
    private static final String SUFFIX = "Test.java";

    /** Packages of tests that are about more than one room, and the tag of those that are slow. */
    private static final Map<String, String> OF_SEVERAL_ROOMS = Map.of(
            "conventions", "",
            "routes", "",
            "testing", "",
            "benchmark", "",
            "flow", "flow",
            "corpus", "flow",
            "model", "flow",
            "bundle", "bundle");

    @Test
    void noTwoTestClassesHaveOneName() throws IOException {
        Map<String, Path> owners = new HashMap<>();
        Findings findings = Findings.against("a test class has a name of its own: it is what a build log shows");
        for (Path test : tests()) {
            Path before = owners.putIfAbsent(test.getFileName().toString(), test);
            if (before != null) {
                findings.add(test + " has the name of " + before);
            }
        }
        findings.requireNone();
    }

    @Test
    void testPackagesMirrorThoseOfTheProduct() throws IOException {
        Set<String> rooms = SourceFiles.main().keySet().stream()
                .map(TestPackagesTest::folderOf)
                .collect(Collectors.toSet());
        Findings findings = Findings.against("a test package is one of the product's, or one of " + OF_SEVERAL_ROOMS);
        tests().stream()
                .filter(test -> !rooms.contains(room(test)) && !OF_SEVERAL_ROOMS.containsKey(room(test)))
                .forEach(test -> findings.add(test.toString()));
        findings.requireNone();
    }

    @Test
    void theTestOfAClassIsInThePackageOfItsClass() throws IOException {
        Map<String, String> homes = new TreeMap<>();
        SourceFiles.main()
                .keySet()
                .forEach(file -> homes.put(file.substring(file.lastIndexOf('/') + 1), folderOf(file)));
        Findings findings = Findings.against("XTest is in the package of X");
        for (Path test : tests()) {
            String home = homes.get(test.getFileName().toString().replace(SUFFIX, ".java"));
            if (home != null && !OF_SEVERAL_ROOMS.containsKey(room(test)) && !home.equals(room(test))) {
                findings.add(test + ": its class is in " + home);
            }
        }
        findings.requireNone();
    }

    /** The default execution of {@code mvnw test} leaves out what is tagged. */
    @Test
    void slowPackagesAreTagged() throws Exception {
        Findings findings =
                Findings.against("a test of a flow or of the assembled bundle has the tag of its execution");
        for (Path test : tests()) {
            String wanted = OF_SEVERAL_ROOMS.getOrDefault(room(test), "");
            if (!wanted.isEmpty() && !tags(test).contains(wanted)) {
                findings.add(test + " has no @Tag(\"" + wanted + "\")");
            }
        }
        findings.requireNone();
    }

    private static List<String> tags(Path test) throws ClassNotFoundException {
        String name = "io.audienceroutes." + room(test).replace('/', '.') + "."
                + test.getFileName().toString().replace(".java", "");
        return Stream.of(Class.forName(name).getAnnotationsByType(Tag.class))
                .map(Tag::value)
                .toList();
    }

    private static List<Path> tests() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private static String room(Path test) {
        return folderOf(TESTS.relativize(test).toString().replace('\\', '/'));
    }

    private static String folderOf(String file) {
        return file.contains("/") ? file.substring(0, file.lastIndexOf('/')) : "";
    }
}
