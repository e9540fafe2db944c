package io.audienceroutes.credential;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A secret file that this product created: readable only by its owner from the first byte on, written atomically, and
 * on disk before anything relies on it.
 */
public final class PrivateFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path path;

    /** The file at this path; it need not exist. */
    public PrivateFile(Path path) {
        this.path = path;
    }

    /** Its path. */
    public Path path() {
        return path;
    }

    /**
     * Its text, or empty when there is no such file.
     *
     * @throws SecretRefused when every user of the machine may read it, or it is not one secret
     */
    public Optional<String> read() {
        return new SecretFiles(path.toAbsolutePath().getParent())
                .read(path.getFileName().toString());
    }

    /**
     * Creates it with this text unless it exists; if two processes try at the same time, the text of one of them wins.
     */
    public void createIfMissing(String text) {
        Path draft = draft(text);
        try {
            Files.createLink(path, draft);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster: its text wins
            assert Files.exists(path) : e;
        } catch (UnsupportedOperationException | IOException e) {
            moveUnlessThere(draft, e);
        } finally {
            delete(draft);
        }
        flushFolder();
    }

    /** Replaces the text atomically. */
    public void replace(String text) {
        Path draft = draft(text);
        try {
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(e);
        } finally {
            delete(draft);
        }
        flushFolder();
    }

    /** For file systems without links. */
    private void moveUnlessThere(Path draft, Exception linkRefused) {
        try {
            Files.move(draft, path);
        } catch (FileAlreadyExistsException e) {
            assert Files.exists(path) : e;
        } catch (IOException e) {
            e.addSuppressed(linkRefused);
            throw unwritable(e);
        }
    }

    private Path draft(String text) {
        Path folder = path.toAbsolutePath().getParent();
        Path draft = folder.resolve("." + path.getFileName() + "." + UUID.randomUUID());
        try {
            Files.createDirectories(folder);
            boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
            FileAttribute<?>[] attributes = posix
                    ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                    : new FileAttribute<?>[0];
            try (FileChannel channel = FileChannel.open(
                    draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            return draft;
        } catch (IOException e) {
            delete(draft);
            throw unwritable(e);
        }
    }

    private void flushFolder() {
        try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void delete(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private SecretRefused unwritable(IOException fault) {
        return new SecretRefused(
                "Cannot write the secret file " + path
                        + ": its folder must exist or be creatable, and this process must have write permission there",
                fault);
    }
}
