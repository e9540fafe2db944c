package io.audienceroutes.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.testing.SmallDisk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state database that cannot be used: every command says what is wrong and what to do, and never shows SQL. */
@Tag("bundle")
class DamagedStateTest {
    private static final int PAGE = 4096;

    /** Every command that opens the state, once. */
    private static final List<String> COMMANDS = List.of(
            "alerts list",
            "audiences list",
            "audiences show Some-list",
            "audiences read Some-list",
            "audiences reconcile Some-list",
            "audit list",
            "audit verify",
            "audit export",
            "credentials list",
            "credentials show sandbox",
            "credentials check sandbox",
            "credentials rotate-key",
            "deliver config/sample/newsletter-sample.csv --destination sample-newsletter",
            "destinations list",
            "destinations check sample-newsletter",
            "doctor",
            "members verify",
            "plan config/sample/newsletter-sample.csv --destination sample-newsletter",
            "run --once",
            "run",
            "sources",
            "sources retry sample-newsletter",
            "workflows list",
            "workflows show w-1",
            "workflows retry w-1",
            "workflows resolve w-1",
            "workflows skip w-1",
            "workflows stop w-1");

    @TempDir
    Path folder;

    @Test
    void everyCommandTellsOfDamageInWords() throws Exception {
        try (Distribution distribution = Distribution.in(folder)) {
            Path database = made(distribution);
            byte[] whole = Files.readAllBytes(database);
            List<String> wrong = new ArrayList<>();
            for (int number = 0; number < COMMANDS.size(); number++) {
                if (number % 2 == 0) {
                    zeroPages(database, whole);
                } else {
                    Files.writeString(database, "This is a text and not a database.\n".repeat(1_000));
                }
                wrong.addAll(untold(distribution, COMMANDS.get(number), "restore", "latest backup"));
            }
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void readOnlyDatabaseIsToldInWords() throws Exception {
        try (SmallDisk disk = SmallDisk.at(folder.resolve("small"), 16);
                Distribution distribution = Distribution.in(folder)) {
            Path data = Files.createDirectories(folder.resolve("small/data"));
            distribution.with("data.directory", data.toString());
            BundleProcess first = distribution.run("workflows", "list", "--profile", "sandbox");
            assertThat(first.exitCode()).as(first.err()).isZero();
            disk.readOnly();
            List<String> wrong = new ArrayList<>();
            for (String command : List.of("workflows list", "run --once", "doctor")) {
                wrong.addAll(untold(distribution, command, "remount the file system for writing"));
            }
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void lockedDatabaseIsToldInWords() throws Exception {
        try (Distribution distribution = Distribution.in(folder)) {
            Path database = made(distribution);
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                    var statement = connection.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                long begun = System.nanoTime();

                List<String> wrong =
                        untold(distribution, "workflows retry w-1", "another process has locked it", "fuser");

                assertThat(wrong).isEmpty();
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(90));
                statement.execute("ROLLBACK");
            }
        }
    }

    private Path made(Distribution distribution) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        distribution.with("data.directory", data.toString());
        BundleProcess first = distribution.run("workflows", "list", "--profile", "sandbox");
        assertThat(first.exitCode()).as(first.err()).isZero();
        Path database = data.resolve("state/audience-routes.db");
        assertThat(database).exists();
        return database;
    }

    /** All pages but the first one: the file opens. */
    private static void zeroPages(Path database, byte[] whole) throws IOException {
        Files.write(database, whole);
        try (RandomAccessFile pages = new RandomAccessFile(database.toFile(), "rw")) {
            for (long page = 1; page * PAGE < whole.length; page++) {
                pages.seek(page * PAGE);
                pages.write(new byte[PAGE]);
            }
        }
    }

    /** What is wrong with the answer to a command; empty where it is as it should be. */
    private static List<String> untold(Distribution distribution, String command, String... remedy) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
        arguments.addAll(List.of("--profile", "sandbox"));
        BundleProcess process = distribution.run(arguments.toArray(new String[0]));
        String said = process.out() + process.err();
        boolean told = process.exitCode() != 0
                && said.contains("The state database")
                && List.of(remedy).stream().allMatch(said::contains)
                && List.of("SELECT", "UPDATE ", "INSERT", "SQL [", "SQLite_", "Exception", "jdbi", "\tat ").stream()
                        .noneMatch(said::contains);
        return told ? List.of() : List.of(command + " (exit " + process.exitCode() + "): " + said);
    }
}
