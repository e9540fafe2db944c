package io.audienceroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One page of the documentation. */
record DocsPage(Path file, String text) {
    static final Path SITE = Path.of("src/site/markdown");

    private static final Pattern SPAN = Pattern.compile("(?<!`)`([^`\n]+)`(?!`)");
    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

    static DocsPage readme() {
        return of(Path.of("README.md"));
    }

    static DocsPage site(String name) {
        return of(SITE.resolve(name));
    }

    /** The README, what else lies beside it, and the site. */
    static List<DocsPage> all() {
        List<DocsPage> pages = new ArrayList<>();
        Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
                .map(Path::of)
                .map(DocsPage::of)
                .forEach(pages::add);
        try (Stream<Path> files = Files.walk(SITE)) {
            files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(DocsPage::of)
                    .forEach(pages::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pages;
    }

    private static DocsPage of(Path file) {
        return new DocsPage(file, SourceFiles.text(file));
    }

    /** The texts in {@code `back ticks`}. */
    List<String> spans() {
        return SPAN.matcher(FENCE.matcher(text).replaceAll(""))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** The lines of its blocks of this language. */
    List<String> codeLines(String language) {
        return FENCE.matcher(text)
                .results()
                .filter(fence -> fence.group(1).equals(language))
                .flatMap(fence -> fence.group(2).lines())
                .toList();
    }

    /** The targets of its links. */
    List<String> links() {
        return LINK.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /**
     * The first cells of the rows of one generated or checked table.
     *
     * @param block the name in the mark above it
     */
    List<String> firstCells(String block) {
        return block(block)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("`", 3)[1])
                .toList();
    }

    /**
     * Holds the text between the marks {@code <!-- name -->} and {@code <!-- end of name -->} to what it must be; with
     * {@code -Ddocs.write=true} it is written there first.
     */
    void requireBlock(String name, String expected) {
        if (Boolean.getBoolean("docs.write") && !block(name).strip().equals(expected.strip())) {
            write(name, expected);
            return;
        }
        assertThat(block(name).strip())
                .as(
                        "%s is not up to date. Put this between <!-- %s --> and <!-- end of %s -->:%n%n%s%n",
                        file, name, name, expected)
                .isEqualTo(expected.strip());
    }

    /** Reads the page anew, because other blocks of it may have been written meanwhile. */
    private void write(String name, String expected) {
        String start = "<!-- " + name + " -->\n";
        String old = start + of(file).block(name);
        try {
            Files.writeString(file, SourceFiles.text(file).replace(old, start + "\n" + expected.strip() + "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String block(String name) {
        Pattern marks = Pattern.compile(
                "(?s)<!-- " + Pattern.quote(name) + " -->\n(.*?)<!-- end of " + Pattern.quote(name) + " -->");
        return marks.matcher(text)
                .results()
                .findFirst()
                .map((MatchResult found) -> found.group(1))
                .orElseThrow(() -> new AssertionError(
                        file + " has no block between <!-- " + name + " --> and <!-- end of " + name + " -->"));
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
