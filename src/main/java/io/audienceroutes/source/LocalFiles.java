package io.audienceroutes.source;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** A folder of this machine, with the folder that taken files go to. */
final class LocalFiles implements FilePlace {
    /** What Java puts where a name's bytes are no text: the file cannot be opened by that name. */
    private static final char UNREADABLE = '\uFFFD';

    private final Path archive;

    LocalFiles(Path archive) {
        this.archive = archive;
    }

    @Override
    public Optional<FileStamp> stamp(String path) throws IOException {
        return stamp(Path.of(path));
    }

    private static Optional<FileStamp> stamp(Path path) throws IOException {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(
                    new FileStamp(file.size(), file.lastModifiedTime().toMillis(), String.valueOf(file.fileKey())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void requireArchive() throws IOException {
        Files.createDirectories(archive);
        if (!Files.isWritable(archive)) {
            throw new AccessDeniedException(archive.toString());
        }
    }

    @Override
    public boolean move(String path, String archiveName) throws IOException {
        try {
            Files.move(Path.of(path), archive.resolve(archiveName));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    @Override
    public void moveBack(String archiveName, String path) throws IOException {
        Files.move(archive.resolve(archiveName), Path.of(path));
    }

    @Override
    public Optional<FileStamp> archived(String archiveName) throws IOException {
        return stamp(archive.resolve(archiveName));
    }

    @Override
    public void delete(String path) throws IOException {
        Files.delete(Path.of(path));
    }

    @Override
    public Optional<String> problemOf(String name) {
        return name.indexOf(UNREADABLE) < 0 && hasPath(name)
                ? Optional.empty()
                : Optional.of("its name is no text in the encoding of this machine");
    }

    private boolean hasPath(String name) {
        try {
            return !archive.resolve(name).toString().isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
