package io.audienceroutes.stage.prepare;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.stage.prepare.StagedParts.StagedFile;
import io.audienceroutes.state.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies that a staged copy is what was received: its bytes have the recorded digest, and the file was not changed
 * from before that check until the end of reading. This is detected by the inode change time, which cannot be set; if
 * the file system has none, by size and modification time.
 */
final class StagedCopy {
    private static final int READ_BYTES = 256 << 10;
    private static final List<String> UNIX = List.of("ctime", "ino", "size", "lastModifiedTime");

    private final StagedFile file;
    private final Map<String, Object> stamp;

    private StagedCopy(StagedFile file, Map<String, Object> stamp) {
        this.file = file;
        this.stamp = stamp;
    }

    /** Reads the whole copy once; throws if its bytes differ from what was received. */
    static StagedCopy proved(StagedFile file) {
        try {
            StagedCopy copy = new StagedCopy(file, stamp(file.path()));
            String found = sha256(file.path());
            if (!file.sha256().map(found::equals).orElse(true)) {
                throw changed(file, "SHA-256 " + file.sha256().orElseThrow(), found);
            }
            return copy;
        } catch (NoSuchFileException e) {
            throw changed(file, "the file", "none");
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** Throws if the file was changed since then. */
    void requireUnchanged() {
        try {
            if (!stamp.equals(stamp(file.path()))) {
                throw changed(file, "no change while it was read", "one");
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static WorkflowError changed(StagedFile file, String expected, String found) {
        return new WorkflowError(
                "staged-copy-changed",
                "The staged copy " + file.path() + " of " + file.name() + " differs from the received file: expected "
                        + expected + ", but found " + found + ". None of it was sent. Find out what changes files in"
                        + " the data directory, then stop this workflow and deliver the file again.");
    }

    private static WorkflowError unreadable(StagedFile file, IOException cause) {
        return new WorkflowError(
                "staging-failed",
                "The staged copy " + file.path() + " of " + file.name() + " cannot be read: " + cause
                        + ". Nothing was sent. Check the disk, then retry.",
                cause);
    }

    private static Map<String, Object> stamp(Path path) throws IOException {
        Optional<String> unix =
                path.getFileSystem().supportedFileAttributeViews().contains("unix")
                        ? Optional.of("unix:" + String.join(",", UNIX))
                        : Optional.empty();
        return Files.readAttributes(path, unix.orElse("size,lastModifiedTime"));
    }

    private static String sha256(Path path) throws IOException {
        MessageDigest digest = Sha256.begin();
        byte[] buffer = new byte[READ_BYTES];
        try (InputStream in = Files.newInputStream(path)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
