package io.audienceroutes.state;

import com.zaxxer.hikari.HikariDataSource;
import io.audienceroutes.catalog.WorkflowError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The database that holds the state of every workflow: SQLite in one file, in WAL mode and synchronous, so that
 * committed data survives a kill and a power failure.
 *
 * <p>One connection a process writes, because SQLite has one writer; a few others only read: they see the latest
 * committed data, and never wait for the disk. Calls must not nest.
 */
public final class StateDatabase implements AutoCloseable {
    private static final Dialect DIALECT = Dialect.SQLITE;

    private final HikariDataSource writer;
    private final HikariDataSource readers;
    private final Jdbi writing;
    private final Jdbi reading;
    private final GroupedWrites groupedWrites = new GroupedWrites(this::useTransaction);

    /**
     * Opens the database of this environment.
     *
     * @throws WorkflowError {@code environment-mismatch} if the file belongs to the other environment
     */
    public StateDatabase(Path file, Environment environment) {
        this(file);
        String held = inTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO installation (id, environment)
                            VALUES (1, :environment)
                            ON CONFLICT (id) DO NOTHING
                            """).bind("environment", environment.name()).execute();
            return handle.createQuery("SELECT environment FROM installation WHERE id = 1")
                    .mapTo(String.class)
                    .one();
        });
        if (!held.equals(environment.name())) {
            close();
            throw new WorkflowError(
                    "environment-mismatch",
                    "The state database " + file + " belongs to the environment "
                            + Environment.valueOf(held).id() + " and cannot be used in " + environment.id()
                            + ": rehearsals and production never share state. Give each its own data directory (data.directory),"
                            + " or use the other profile.");
        }
    }

    /** Opens or creates the database file, and migrates its tables. */
    public StateDatabase(Path file) {
        createDirectory(file.toAbsolutePath().getParent());
        writer = StateFaults.opening(file, () -> new HikariDataSource(DIALECT.writer(file)));
        try {
            StateFaults.opening(file, () -> {
                migrate(file, writer);
                return writer;
            });
        } catch (StateUnusable e) {
            writer.close();
            throw e;
        }
        writing = Jdbi.create(writer).installPlugin(new ColumnTypes());
        readers = new HikariDataSource(DIALECT.readers(file));
        reading = Jdbi.create(readers).installPlugin(new ColumnTypes());
    }

    /** Runs one transaction; what it throws rolls it back. */
    public <T> T inTransaction(Function<Handle, T> work) {
        return writing.inTransaction(work::apply);
    }

    /** Runs one transaction without a result. */
    public void useTransaction(Consumer<Handle> work) {
        writing.useTransaction(work::accept);
    }

    /** Writes in a transaction shared with other threads; returns when it is durable. */
    public void write(Consumer<Handle> work) {
        groupedWrites.write(work);
    }

    /** Raises what keeps the database from being written. */
    public void requireWritable() {
        useTransaction(handle -> handle.createUpdate("UPDATE installation SET environment = environment")
                .execute());
    }

    /** Reads; several statements see one state of the database only inside a transaction. */
    public <T> T read(Function<Handle, T> work) {
        return reading.withHandle(work::apply);
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
    }

    /** A lock of another process is reported as such; Flyway would report a consequence. */
    private static void requireUnlocked(HikariDataSource writer) {
        try (Connection connection = writer.getConnection()) {
            DIALECT.requireUnlocked(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void migrate(Path file, HikariDataSource writer) {
        requireUnlocked(writer);
        Flyway flyway = Flyway.configure()
                .dataSource(writer)
                .locations(DIALECT.migrations())
                .loggers("slf4j")
                .load();
        StateFaults.requireKnownSchema(file, flyway.info());
        flyway.migrate();
    }

    private static void createDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The state database cannot be opened: its folder " + directory + " cannot be made.", e);
        }
    }
}
