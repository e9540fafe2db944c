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

    /** Read from the class path of the package itself, so that a library cannot be left out of the list. */
    @Test
    void everyLibraryIsNamedWithItsLicence() throws IOException {
        Path home = Path.of(System.getProperty("distribution.directory"));
        String list = Files.readString(home.resolve("THIRD-PARTY.txt"));

        assertThat(home.resolve("NOTICE")).content().contains("Apache License, Version 2.0", "THIRD-PARTY.txt");
        assertThat(home.resolve("LICENSE")).exists();
        List<String> unnamed = new ArrayList<>();
        try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
            jars.map(jar -> jar.getFileName().toString().replaceFirst("\\.jar$", ""))
                    .filter(name -> !name.startsWith("tiktok-audience-routes-"))
                    .filter(name -> list.lines().noneMatch(line -> line.contains(":" + artifact(name) + " - ")))
                    .forEach(unnamed::add);
        }
        assertThat(unnamed).isEmpty();
        assertThat(list).doesNotContain("Unknown license", "(No license)");
    }

    /** {@code camel-core-4.18.0} as {@code camel-core:4.18.0}. */
    private static String artifact(String name) {
        return name.replaceFirst("-(\\d[^-]*(?:-[A-Za-z0-9.]+)*)$", ":$1");
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
            assertThat(demo.out()).contains("Succeeded", "The simulator now has 2133 members.");
            assertThat(distribution.filesBelow("config/destinations")).containsExactly("destination.schema.json");
        }
    }
}
