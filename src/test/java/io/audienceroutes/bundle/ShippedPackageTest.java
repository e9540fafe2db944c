package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution as somebody finds it who has unpacked the zip. */
@Tag("bundle")
class ShippedPackageTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

    @TempDir
    Path folder;

    @Test
    void everyLinkOfItsPagesLeadsToAFileInIt() throws IOException {
        Path home = Path.of(System.getProperty("distribution.directory")).toAbsolutePath();
        List<Path> pages;
        try (Stream<Path> files = Files.walk(home)) {
            pages = files.filter(file -> file.toString().endsWith(".md")).toList();
        }

        List<String> broken = new ArrayList<>();
        for (Path page : pages) {
            LINK.matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1))
                    .filter(link -> !link.startsWith("https://") && !link.startsWith("#"))
                    .filter(link -> !leadsInside(home, page, link))
                    .forEach(link -> broken.add(home.relativize(page) + " -> " + link));
        }

        assertThat(pages).contains(home.resolve("README.md")).hasSizeGreaterThan(20);
        assertThat(broken).isEmpty();
    }

    private static boolean leadsInside(Path home, Path page, String link) {
        Path target = page.resolveSibling(link.split("#", 2)[0]).normalize();
        return target.startsWith(home) && Files.exists(target);
    }

    @Test
    void aNewInstallationHasNothingToDeliver() throws IOException {
        try (Distribution distribution = Distribution.asShipped(folder)) {
            BundleProcess run = distribution.run("run", "--once");

            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            assertThat(run.out()).contains("Nothing to deliver.");
        }
    }

    @Test
    void theDemoNeedsNoDestinationOfItsOwn() throws IOException {
        try (Distribution distribution = Distribution.asShipped(folder)) {
            BundleProcess demo = distribution.run("demo");

            assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
            assertThat(demo.out()).contains("Succeeded", "The simulator now holds 2133 members.");
            assertThat(distribution.filesBelow("config/destinations")).containsExactly("destination.schema.json");
        }
    }
}
