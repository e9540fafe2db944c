package io.audienceroutes.state;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people read when the state database cannot be used: what, why, and what to do; never SQL. */
final class StateFaultsTest {
    @TempDir
    Path folder;

    @Test
    void fileThatIsNoDatabaseIsTold() throws IOException {
        Files.writeString(file(), "This is a text and not a database.\n".repeat(100));

        assertTold("is not an SQLite database", "restore the data directory from its latest backup");
    }

    @Test
    void damagedPagesAreTold() throws IOException {
        new StateDatabase(file()).close();
        try (RandomAccessFile pages = new RandomAccessFile(file().toFile(), "rw")) {
            for (long page = 1; page * 4096 < pages.length(); page++) {
                pages.seek(page * 4096);
                pages.write(new byte[4096]);
            }
        }

        assertTold("is damaged", "latest backup");
    }

    @Test
    void newerSchemaIsTold() throws SQLException {
        new StateDatabase(file()).close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO flyway_schema_history SELECT 9999, '9999', 'of a later version', 'SQL',"
                    + " 'V9999__later.sql', 1, installed_by, installed_on, 1, 1 FROM flyway_schema_history LIMIT 1");
        }

        assertTold("a newer version of this product", "version 9999", "Start the newer version");
    }

    @Test
    void tablesOfADevelopmentBuildAreTold() throws SQLException {
        new StateDatabase(file()).close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '1'");
            statement.execute(
                    "INSERT INTO flyway_schema_history SELECT 37, '37', 'alert topics', 'SQL',"
                            + " 'V37__alert_topics.sql', 1, installed_by, installed_on, 1, 1 FROM flyway_schema_history LIMIT 1");
        }

        assertTold("a development build from before the first release", "Move the data directory aside", "mv ");
    }

    @Test
    void folderInItsPlaceIsTold() throws IOException {
        Files.createDirectory(file());

        assertTold("there is a folder with that name");
    }

    @Test
    void lockedFileIsTold() throws SQLException {
        new StateDatabase(file()).close();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            assertTold("another process has locked it", "fuser");

            statement.execute("ROLLBACK");
        }
    }

    private void assertTold(String... expected) {
        assertThatThrownBy(() -> new StateDatabase(file()).close())
                .isInstanceOf(StateUnusable.class)
                .hasMessageContainingAll(expected)
                .hasMessageContaining("The state database")
                .hasMessageNotContainingAny("SQL [", "SELECT", "Exception", "Flyway");
    }

    private Path file() {
        return folder.resolve("state.db");
    }
}
