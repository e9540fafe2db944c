package io.audienceroutes.state;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * What differs from database to database, all of it in this place. The statements of the repositories are the same for
 * each: {@code INSERT ... ON CONFLICT}, {@code RETURNING}, {@code TRUE} and {@code FALSE}; times and JSON are text that Java
 * writes and reads ({@link ColumnTypes}), so that no statement uses functions on them.
 */
enum Dialect {
    /** One file on a local disk, with one writer. */
    SQLITE;

    private static final int READERS = 4;
    private static final int PRIMARY_CODE = 0xff;

    /** Where the migrations are on the class path. */
    String migrations() {
        return "classpath:db/sqlite";
    }

    /**
     * The pool of the connection that writes. A transaction starts with {@code BEGIN IMMEDIATE}, so that two processes on one
     * file wait for each other instead of failing half-way; a commit is on the disk.
     */
    HikariConfig writer(Path file) {
        HikariConfig configuration = new HikariConfig();
        configuration.setPoolName("state");
        configuration.setJdbcUrl("jdbc:sqlite:" + file.toAbsolutePath());
        configuration.setMaximumPoolSize(1);
        configuration.setInitializationFailTimeout(1);
        configuration.addDataSourceProperty("journal_mode", "WAL");
        configuration.addDataSourceProperty("synchronous", "FULL");
        configuration.addDataSourceProperty("busy_timeout", "30000");
        configuration.addDataSourceProperty("transaction_mode", "IMMEDIATE");
        configuration.addDataSourceProperty("foreign_keys", "true");
        return configuration;
    }

    /** The pool of the connections that only read. */
    HikariConfig readers(Path file) {
        HikariConfig configuration = writer(file);
        configuration.setPoolName("state-readers");
        configuration.setMaximumPoolSize(READERS);
        configuration.setMinimumIdle(1);
        configuration.setConnectionInitSql("PRAGMA query_only = true");
        return configuration;
    }

    /** Fails where another process holds the lock of all writers for too long. */
    void requireUnlocked(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("ROLLBACK");
        }
    }

    /** What an exception of the database is about; empty where it is about none of these. */
    Optional<Fault> fault(SQLException exception) {
        return switch (exception.getErrorCode() & PRIMARY_CODE) {
            case 5, 6 -> Optional.of(Fault.LOCKED);
            case 8 -> Optional.of(Fault.READ_ONLY);
            case 10 -> Optional.of(Fault.IO_ERROR);
            case 11 -> Optional.of(Fault.DAMAGED);
            case 13 -> Optional.of(Fault.FULL);
            case 14 -> Optional.of(Fault.CANNOT_OPEN);
            case 26 -> Optional.of(Fault.NOT_A_DATABASE);
            default -> Optional.empty();
        };
    }

    /** What may keep a database from being used. */
    enum Fault {
        /** Another process has the lock. */
        LOCKED,
        /** It may only be read. */
        READ_ONLY,
        /** The disk answers with an error. */
        IO_ERROR,
        /** Its pages contradict each other. */
        DAMAGED,
        /** The disk is full. */
        FULL,
        /** It may not be opened. */
        CANNOT_OPEN,
        /** It is no database. */
        NOT_A_DATABASE
    }
}
