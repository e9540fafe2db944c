package io.audienceroutes.member;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is written atomically, whenever the process or the machine stops: written under a temporary name, forced
 * to disk, renamed, and the folder forced to disk. A left-over temporary file is replaced by the next attempt.
 */
final class DurableFile implements Closeable {
    static final String TEMPORARY_SUFFIX = ".tmp";

    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private boolean published;

    DurableFile(Path target) throws IOException {
        this.target = target.toAbsolutePath();
        this.temporary = this.target.resolveSibling(this.target.getFileName() + TEMPORARY_SUFFIX);
        Files.createDirectories(this.target.getParent());
        this.channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    /** Writes all bytes at the channel's position. */
    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Writes all bytes at a position. */
    void write(ByteBuffer bytes, long position) throws IOException {
        writeFully(channel, bytes, position);
    }

    /** Publishes the file; replaces any file with that name. */
    void publish() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        published = true;
        forceFolder(target.getParent());
    }

    /** Gives a published file a second name: a link where the file system has links, else a copy. */
    static void publishAs(Path published, Path name) throws IOException {
        try {
            Files.createDirectories(name.toAbsolutePath().getParent());
            Files.deleteIfExists(name);
            Files.createLink(name, published);
            forceFolder(name.toAbsolutePath().getParent());
        } catch (UnsupportedOperationException | FileSystemException e) {
            copy(published, name);
        }
    }

    static void copy(Path published, Path name) throws IOException {
        try (FileChannel source = FileChannel.open(published, StandardOpenOption.READ);
                DurableFile target = new DurableFile(name)) {
            long copied = 0;
            while (copied < source.size()) {
                copied += source.transferTo(copied, source.size() - copied, target.channel);
            }
            target.publish();
        }
    }

    /** Deletes the temporary file, unless it was published. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (!published) {
            Files.deleteIfExists(temporary);
        }
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Reads until the buffer is full or the file ends; returns the number of bytes. */
    static int readFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        int before = bytes.position();
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = channel.read(bytes, position + bytes.position() - before);
        }
        return bytes.position() - before;
    }

    static void forceFolder(Path folder) throws IOException {
        if (File.separatorChar == '\\') {
            return; // Windows keeps folder entries itself and opens no channel on a folder
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
