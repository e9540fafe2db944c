package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person gets to read who asks for something that cannot be done: a sentence, and exit code 2. */
@Tag("bundle")
class UsageTest {
    private static final String SAMPLE = "config/sample/newsletter-sample.csv";

    @TempDir
    Path folder;

    @Test
    void wrongUsageIsToldInWords() throws Exception {
        try (Distribution distribution = Distribution.in(folder)) {
            requireRefused(distribution.run("transport"), "Unmatched argument at index 0: 'transport'");
            requireRefused(distribution.run("workflow", "list"), "Did you mean", "workflows");
            assertThat(distribution.run("workflows", "-V").exitCode()).isZero();
            requireRefused(
                    distribution.run("deliver", SAMPLE),
                    "deliver takes either FILE and --destination NAME, or --plan PLAN_ID");
            requireRefused(
                    distribution.run("deliver", "nowhere.csv", "--destination", "sample-newsletter"),
                    "There is no file at nowhere.csv that this user may read. Check the path.");
            requireRefused(
                    distribution.run("deliver", SAMPLE, "--destination", "nobody", "--profile", "sandbox"),
                    "There is no destination \"nobody\". The destinations are: sample-newsletter.");
            requireRefused(
                    distribution.run("workflows", "list", "--profile", "moon"),
                    "application-moon.properties cannot be read");
            requireRefused(
                    distribution.run("workflows", "show", "w-0", "--profile", "sandbox"),
                    "There is no workflow with the id 'w-0'");
        }
    }

    @Test
    void routesAreFoundBehindALinkAndMissedWhereThereAreNone() throws Exception {
        try (Distribution distribution = Distribution.in(folder)) {
            Path elsewhere = Files.move(distribution.path("routes"), folder.resolve("routes-elsewhere"));
            Files.createSymbolicLink(distribution.path("routes"), elsewhere);
            BundleProcess demo = distribution.run("demo");
            assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
            Files.delete(distribution.path("routes"));
            Files.createDirectory(distribution.path("routes"));
            requireRefused(
                    distribution.run("deliver", SAMPLE, "--destination", "sample-newsletter", "--profile", "sandbox"),
                    "The bundle cannot start: expected route receive-segment-file",
                    "but found 0 other routes");
        }
    }

    @Test
    void wrongConfigurationNamesEveryProblem() throws Exception {
        try (Distribution distribution = Distribution.in(folder)) {
            String destination = "config/destinations/sample-newsletter.yaml";
            distribution.edit(destination, "\"7000000000000000001\"", "\"12\"\ncolour: green");
            requireRefused(
                    distribution.run("deliver", SAMPLE, "--destination", "sample-newsletter", "--profile", "sandbox"),
                    "sample-newsletter.yaml, line 7",
                    "sample-newsletter.yaml, line 8",
                    "colour",
                    "advertiserIds[0]");
            Files.delete(distribution.path(destination));
            Files.writeString(
                    distribution.path("config/application-odd.properties"),
                    "runner.workers = two\nsimulator.enabled = yes\nprepare.chunk-rows = 0\n");
            requireRefused(
                    distribution.run("run", "--once", "--profile", "odd"),
                    "3 problems",
                    "runner.workers: expected a whole number from 1 to 2147483647, but found 'two'",
                    "simulator.enabled: expected true or false, but found 'yes'",
                    "prepare.chunk-rows: expected a whole number from 1 to 2147483647, but found '0'");
            assertThat(distribution.filesBelow("data/staging"))
                    .as("nothing was received")
                    .isEmpty();
        }
    }

    @Test
    void portThatSomethingElseUsesIsToldInWords() throws Exception {
        try (Distribution distribution = Distribution.in(folder);
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());
            requireRefused(
                    distribution.run("simulator", "--port", port), "cannot listen on 127.0.0.1:" + port, "--port");
            requireRefused(distribution.run("simulator", "--port", "70000"), "but is 70000");
        }
    }

    private static void requireRefused(BundleProcess process, String... texts) {
        assertThat(process.exitCode()).as(process.out() + process.err()).isEqualTo(2);
        assertThat(process.err()).contains(texts).doesNotContain("\tat ").doesNotContain("Exception:");
        assertThat(process.out()).isEmpty();
    }
}
