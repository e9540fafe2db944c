package io.audienceroutes.source;

import io.audienceroutes.destination.Source.Links;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.apache.camel.component.file.GenericFile;

/** A local folder, with its archive folder. */
final class LocalFiles implements FilePlace {
    /** Java's replacement for invalid bytes in a name: the file cannot be opened by that name. */
    private static final char UNREADABLE = '\uFFFD';

    /**
     * Camel records such a file as in progress under one path and searches for it under another, so only the first poll
     * sees it.
     */
    static final String BACKSLASH =
            "its name contains a backslash, which Camel treats as a folder separator; rename it";

    private final Path directory;
    private final Links links;
    private final Path archive;

    LocalFiles(Path directory, Links links, Path archive) {
        this.directory = directory;
        this.links = links;
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
    public Optional<String> refusalOf(GenericFile<?> entry) throws IOException {
        return refusalOf((File) entry.getFile());
    }

    /** The same for a file as listed by Java. */
    Optional<String> refusalOf(File file) throws IOException {
        if (file.getName().indexOf('\\') >= 0) {
            return Optional.of(BACKSLASH);
        }
        if (file.getName().indexOf(UNREADABLE) >= 0 || !hasPath(file)) {
            return Optional.of("its name is not valid in the encoding of this machine");
        }
        Path path = file.toPath();
        if (Files.isSymbolicLink(path)) {
            Optional<String> refusal = refusalOfLink(path);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        // Reading a pipe or a device may never end
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            return Optional.of("it is not a regular file, but a pipe, a socket or a device");
        }
        return Files.exists(path) && !Files.isReadable(path)
                ? Optional.of("this user may not read it; to allow it, run: chmod u+r")
                : Optional.empty();
    }

    private Optional<String> refusalOfLink(Path link) throws IOException {
        if (links == Links.LEAVE) {
            return Optional.of("it is a symbolic link; to read its target, use the setting links: follow");
        }
        if (!Files.exists(link)) {
            return Optional.of("it is a symbolic link whose target does not exist");
        }
        return links == Links.FOLLOW && !link.toRealPath().startsWith(directory.toRealPath())
                ? Optional.of("it is a symbolic link that points outside the folder; to allow that, use the setting"
                        + " links: follow-anywhere")
                : Optional.empty();
    }

    @Override
    public boolean isLink(String path) {
        return Files.isSymbolicLink(Path.of(path));
    }

    private static boolean hasPath(File file) {
        try {
            return !file.toPath().toString().isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
