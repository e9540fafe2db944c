package io.audienceroutes.state;

import io.audienceroutes.state.Dialect.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;

/** Messages for a state database that cannot be opened: what failed, why, and what to do. */
public final class StateFaults {
    private static final Dialect DIALECT = Dialect.SQLITE;
    private static final Set<Fault> STORAGE =
            EnumSet.of(Fault.READ_ONLY, Fault.IO_ERROR, Fault.FULL, Fault.CANNOT_OPEN);
    private static final String NOTHING_CHANGED = " Nothing was started.";

    private StateFaults() {}

    static <T> T opening(Path file, Supplier<T> work) {
        try {
            return work.get();
        } catch (StateUnusable e) {
            throw e;
        } catch (RuntimeException e) {
            throw new StateUnusable(
                    "The state database " + file + " cannot be opened: "
                            + sqlException(e).map(fault -> why(file, fault)).orElseGet(() -> unknown(e))
                            + NOTHING_CHANGED,
                    e);
        }
    }

    /** The meaning of a database exception while the bundle runs, if it is one. */
    public static Optional<String> meaning(Throwable exception) {
        return sqlException(exception)
                .map(fault -> "The state database could not be read or written: "
                        + why(Path.of("state/audience-routes.db"), fault));
    }

    /** Whether a file could not be written because the file system is full, or its user's share of it. */
    public static boolean isDiskFull(IOException exception) {
        String text = String.valueOf(exception.getMessage());
        return text.contains("No space left on device") || text.contains("Disk quota exceeded");
    }

    /** Why the database in this file cannot be written, if an exception is about that, and what to do. */
    public static Optional<String> storageFault(Path file, Throwable exception) {
        return sqlException(exception)
                .filter(fault -> DIALECT.fault(fault).filter(STORAGE::contains).isPresent())
                .map(fault -> "The state database " + file + " cannot be written: " + why(file, fault));
    }

    static void requireKnownSchema(Path file, MigrationInfoService info) {
        boolean otherTables = Arrays.stream(info.applied())
                .anyMatch(
                        migration -> migration.getState() == MigrationState.SUCCESS && !migration.isChecksumMatching());
        if (otherTables) {
            throw new StateUnusable(
                    "The state database " + file
                            + " was made by a development build from before the first release, whose"
                            + " tables this version cannot read. Move the data directory aside and start again with an empty"
                            + " one, for example: mv " + file.getParent() + " " + file.getParent() + ".old."
                            + NOTHING_CHANGED,
                    null);
        }
        Optional<MigrationInfo> newer = Arrays.stream(info.all())
                .filter(migration -> migration.getState() == MigrationState.FUTURE_SUCCESS)
                .findFirst();
        if (newer.isPresent()) {
            throw new StateUnusable(
                    "The state database was written by a newer version of this product: its schema has version "
                            + info.current().getVersion() + ", which this version does not support. Start the"
                            + " newer version, or restore the backup of the data directory from before the upgrade."
                            + NOTHING_CHANGED,
                    null);
        }
    }

    private static String why(Path file, SQLException fault) {
        return DIALECT.fault(fault)
                .map(known -> why(file, known))
                .orElseGet(() -> "the database returned code " + fault.getErrorCode()
                        + ". Check the free space and permissions of " + file.getParent() + ".");
    }

    private static String why(Path file, Fault fault) {
        String backup =
                " Stop all processes of this bundle, move the file and its -wal and -shm files aside, and restore the"
                        + " data directory from its latest backup; see \"Back-up and restore\" in operating.md for the next steps.";
        return switch (fault) {
            case NOT_A_DATABASE -> "the file is not an SQLite database, or was overwritten." + backup;
            case DAMAGED -> "the file is damaged (its pages contradict each other)." + backup;
            case LOCKED ->
                "another process has locked it for more than 30 seconds. Look for a backup or a tool that"
                        + " has the file open (for example with: fuser " + file + "), then try again.";
            case READ_ONLY -> readOnly(file);
            case FULL -> "the disk is full. Free some space (df -h " + file.getParent() + "), then try again.";
            case CANNOT_OPEN ->
                Files.isDirectory(file)
                        ? "there is a folder with that name. Move it aside, then try again."
                        : onReadOnlyFileSystem(file)
                                ? readOnly(file)
                                : "this user may not open it. Give this user permission to read and write "
                                        + file.getParent() + ".";
            case IO_ERROR -> "the disk reports an error. Check the disk and the system log.";
        };
    }

    private static String readOnly(Path file) {
        return "it is read-only. Give this user permission to write the file and its folder: chown and chmod u+w "
                + file.getParent() + ", or remount the file system for writing.";
    }

    private static boolean onReadOnlyFileSystem(Path file) {
        try {
            return Files.exists(file) && Files.getFileStore(file).isReadOnly();
        } catch (IOException e) {
            return false;
        }
    }

    private static String unknown(RuntimeException cause) {
        return "an unexpected " + cause.getClass().getSimpleName() + " occurred. Run it again with"
                + " JAVA_OPTS=-Dstacktrace=true, and report the output.";
    }

    private static Optional<SQLException> sqlException(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException fault) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
