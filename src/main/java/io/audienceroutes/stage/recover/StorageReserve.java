package io.audienceroutes.stage.recover;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that only reserves space: it is deleted when the disk is full, so that the state can still be written. */
final class StorageReserve {
    private static final Logger LOG = LoggerFactory.getLogger(StorageReserve.class);
    private static final int BLOCK = 64 << 10;

    private final Path file;
    private final long bytes;

    StorageReserve(Path file, long bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** Creates it if it is missing and this much space remains. */
    void keep(long spare) {
        if (missing() == 0 || spare < bytes) {
            return;
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long written = 0; written < bytes; written += BLOCK) {
                out.write(new byte[(int) Math.min(BLOCK, bytes - written)]);
            }
        } catch (IOException e) {
            release();
        }
    }

    void release() {
        try {
            boolean unused = Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("The reserved file {} could not be deleted", file, e);
        }
    }

    /** The bytes that it takes to make it whole. */
    long missing() {
        try {
            return Files.exists(file) ? Math.max(0, bytes - Files.size(file)) : bytes;
        } catch (IOException e) {
            return bytes;
        }
    }
}
