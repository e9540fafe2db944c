package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("bundle")
class RunOnceTest {
    private static final String INBOX = "inbox/vip";

    @TempDir
    Path folder;

    @Test
    void emptyInboxesAreNothingToDeliver() throws Exception {
        try (BundleBench bench = benchWithInbox()) {
            BundleProcess run = bench.runOnce();

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).contains("Nothing to deliver.");
        }
    }

    @Test
    void stagedCopiesOfWorkflowsThatEndedLongAgoAreDeletedByRunOnceToo() throws Exception {
        try (BundleBench bench = benchWithInbox()) {
            drop(bench, "first.csv", 1_100, 1, 60);
            bench.simulator()
                    .addFault("{\"path\":\"segment/mapping/\",\"times\":1,\"code\":49999,\"message\":\"Never seen\"}");
            assertThat(bench.runOnce().exitCode()).isEqualTo(1);
            assertThat(bench.distribution().filesBelow("data/staging")).isNotEmpty();

            bench.distribution().with("clean-up.keep-staged-hours", "0");
            bench.runOnce();

            assertThat(bench.distribution().filesBelow("data/staging")).isEmpty();
        }
    }

    @Test
    void settledFilesAreDeliveredInOrderAndArchivedAndHalfWrittenOnesStay() throws Exception {
        try (BundleBench bench = benchWithInbox()) {
            SegmentSample first = drop(bench, "z-first.csv", 1_400, 1, 120);
            SegmentSample second = drop(bench, "a-second.csv", 1_200, 2, 60);
            Path halfWritten = bench.distribution().path(INBOX + "/late.csv.part");
            Files.writeString(halfWritten, "email\nada@example.com\n");

            BundleProcess run = bench.runOnce();

            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            Set<String> both = new HashSet<>(first.digests());
            both.addAll(second.digests());
            assertThat(bench.simulator().members(BundleBench.AUDIENCE)).isEqualTo(both);
            assertThat(run.out().indexOf("z-first.csv"))
                    .as("the older file goes first")
                    .isBetween(0, run.out().indexOf("a-second.csv"));
            assertThat(run.out()).containsPattern("(?s)Receipt of rehearsal .*Receipt of rehearsal ");
            assertThat(halfWritten).exists();
            assertThat(bench.distribution().filesBelow(INBOX))
                    .hasSize(3)
                    .anyMatch(file -> file.matches("\\.done/\\d{8}-\\d{6}-\\d{3}-z-first\\.csv"))
                    .anyMatch(file -> file.matches("\\.done/\\d{8}-\\d{6}-\\d{3}-a-second\\.csv"));
            assertThat(bench.distribution().filesBelow("data/staging")).isEmpty();
            List<JsonNode> listed = bench.listed();
            assertThat(listed)
                    .extracting(node -> node.path("startedBy").asText())
                    .containsOnly("pick-up of vip-customers");
        }
    }

    @Test
    void refusedFileEndsWithItsResolutionAndExitCodeOne() throws Exception {
        try (BundleBench bench = benchWithInbox()) {
            Files.writeString(bench.distribution().path(INBOX + "/wrong.csv"), "letterbox,name\nada@example.com,Ada\n");

            BundleProcess run = bench.runOnce();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out())
                    .contains("Failed")
                    .contains("What went wrong")
                    .contains("email")
                    .contains("Resolution: ")
                    .contains("  1. ")
                    .contains("workflows resolve");
            assertThat(run.out() + run.err()).doesNotContain("ada@example.com");
            assertThat(bench.simulator().mappings()).isZero();
        }
    }

    @Test
    void fileThatNoWorkflowCanBeOpenedForIsNoNothing() throws Exception {
        try (BundleBench bench = BundleBench.in(folder, 500)) {
            bench.destination(BundleBench.DESTINATION, "named by file", BundleBench.pickUpFrom(INBOX));
            Path destination = bench.distribution().path("config/destinations/" + BundleBench.DESTINATION + ".yaml");
            String byName = "audienceNamePattern: '(?<audience>[a-z]+)-list\\.csv'";
            Files.writeString(
                    destination, Files.readString(destination).replace("audienceName: named by file", byName));
            Path file = bench.distribution().path(INBOX + "/1.csv");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "email\nada@example.com\n");

            BundleProcess run = bench.runOnce();

            assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(1);
            assertThat(run.out()).contains("A file was not picked up: ", "1.csv", "audienceNamePattern");
            assertThat(file).exists();
        }
    }

    @Test
    void fileWithAnAccentInItsNameIsTakenWithoutALocale() throws Exception {
        try (BundleBench bench = benchWithInbox()) {
            SegmentSample sample = drop(bench, "list.csv", 1_200, 3, 60);
            String rename = "cd \"$1\" && mv list.csv \"$(printf 'k\\303\\274nden.csv')\"";
            String inbox = bench.distribution().path(INBOX).toString();
            assertThat(new ProcessBuilder("sh", "-c", rename, "sh", inbox)
                            .start()
                            .waitFor())
                    .isZero();

            BundleProcess run = bench.runOnce();

            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            assertThat(bench.simulator().members(BundleBench.AUDIENCE)).isEqualTo(sample.digests());
        }
    }

    private BundleBench benchWithInbox() throws Exception {
        BundleBench bench = BundleBench.in(folder, 500);
        bench.destination(
                BundleBench.DESTINATION, BundleBench.AUDIENCE, "syncMode: add", BundleBench.pickUpFrom(INBOX));
        Files.createDirectories(bench.distribution().path(INBOX));
        return bench;
    }

    private static SegmentSample drop(BundleBench bench, String name, int rows, long seed, int secondsAgo)
            throws Exception {
        Path file = bench.distribution().path(INBOX + "/" + name);
        SegmentSample sample = SegmentSample.write(file, rows, seed);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(secondsAgo)));
        return sample;
    }
}
