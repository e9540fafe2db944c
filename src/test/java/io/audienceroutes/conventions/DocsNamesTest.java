package io.audienceroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.cli.AudienceRoutes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What the documentation names exists: files, commands, options, settings. */
class DocsNamesTest {
    private static final int MOST_README_LINES = 150;
    private static final Set<String> ROOTS = Set.of("src", "routes", "config", ".mvn");
    private static final Set<String> FILES = Set.of("mvnw", "pom.xml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md");
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final CommandSpec COMMANDS = new CommandLine(AudienceRoutes.class).getCommandSpec();

    @Test
    void everyLinkLeadsToAFile() {
        Findings findings = Findings.against("a link leads to a file of the repository or to https");
        for (DocsPage page : DocsPage.all()) {
            Path folder = page.file().toAbsolutePath().getParent();
            page.links().stream()
                    .filter(link -> !link.startsWith("https://") && !link.startsWith("#"))
                    .filter(link -> !Files.exists(folder.resolve(link.split("#", 2)[0])))
                    .forEach(link -> findings.add(page, link));
        }
        findings.requireNone();
    }

    @Test
    void everyPathExists() {
        Findings findings = Findings.against("a path in back ticks exists (ALL CAPS and * stand for something)");
        for (DocsPage page : DocsPage.all()) {
            page.spans().stream()
                    .filter(DocsNamesTest::isPath)
                    .filter(span -> !Files.exists(Path.of(span)) && !Files.exists(RESOURCES.resolve(span)))
                    .forEach(span -> findings.add(page, span));
        }
        findings.requireNone();
    }

    @Test
    void everyCommandExistsWithItsOptions() {
        Findings findings = Findings.against("a command that the documentation names exists, and so do its options");
        for (DocsPage page : DocsPage.all()) {
            Stream.concat(page.spans().stream(), page.codeLines("sh").stream())
                    .filter(text -> text.contains("audience-routes "))
                    .forEach(text -> check(text, page, findings));
        }
        findings.requireNone();
    }

    @Test
    void everyOptionExists() {
        Set<String> known = new TreeSet<>();
        collectOptions(COMMANDS, known);
        Findings findings = Findings.against("an option in back ticks is one of some command");
        for (DocsPage page : DocsPage.all()) {
            page.spans().stream()
                    .flatMap(span -> Arrays.stream(span.split("[ =]", -1)))
                    .filter(word -> word.matches("--[a-z-]+"))
                    .filter(word -> !known.contains(word))
                    .forEach(word -> findings.add(page, word));
        }
        findings.requireNone();
    }

    @Test
    void everySettingExists() {
        Set<String> keys = BundleProperties.shipped().keys();
        Set<String> rooms = BundleProperties.shipped().own().stream()
                .map(entry -> entry.key().split("\\.", 2)[0])
                .collect(Collectors.toSet());
        Findings findings = Findings.against("a setting in back ticks is a key of config/application.properties");
        for (DocsPage page : DocsPage.all()) {
            page.spans().stream()
                    .filter(span -> span.matches("[a-z-]+(\\.[a-z-]+)+") && !span.endsWith(".md"))
                    .filter(span -> rooms.contains(span.split("\\.", 2)[0]))
                    .filter(span -> !keys.contains(span))
                    .forEach(span -> findings.add(page, span));
        }
        findings.requireNone();
    }

    @Test
    void everyCommandIsExplained() {
        String pages = DocsPage.readme().text() + DocsPage.site("operating.md").text();
        Findings findings = Findings.against("README.md or operating.md names every command");
        COMMANDS.subcommands().forEach((name, command) -> {
            if (!pages.contains("audience-routes " + name)) {
                findings.add(name);
            }
        });
        findings.requireNone();
    }

    @Test
    void theReadmeFitsOnTwoScreens() {
        List<String> lines = DocsPage.readme().text().lines().toList();

        assertThat(lines).hasSizeLessThanOrEqualTo(MOST_README_LINES);
    }

    private static boolean isPath(String span) {
        return ((ROOTS.contains(span.split("/", 2)[0]) && span.contains("/")) || FILES.contains(span))
                && !span.matches(".*([A-Z]{3,}|[*<>… ]).*")
                && !span.startsWith("config/secrets");
    }

    private static void check(String text, DocsPage page, Findings findings) {
        String line = text.replaceAll("^.*?audience-routes(?= [a-z-])", "").strip();
        CommandSpec command = COMMANDS;
        for (String word : line.split("[ |&;]+", -1)) {
            if (command.subcommands().containsKey(word)) {
                command = command.subcommands().get(word).getCommandSpec();
            } else if (command == COMMANDS || (!command.subcommands().isEmpty() && word.matches("[a-z-]+"))) {
                findings.add(page, "'" + text + "' names no command");
                return;
            } else if (word.startsWith("--") && !command.optionsMap().containsKey(word.split("=", 2)[0])) {
                findings.add(page, "'" + text + "': " + command.qualifiedName() + " has no option " + word);
            }
        }
    }

    private static void collectOptions(CommandSpec command, Set<String> options) {
        options.addAll(command.optionsMap().keySet());
        command.subcommands().values().forEach(sub -> collectOptions(sub.getCommandSpec(), options));
    }
}
