package io.audienceroutes.member;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the last lists of the other destinations in parallel. */
final class ProtectedMembers implements Closeable {
    private static final int SMALLEST_BUFFER = 8 << 10;

    private final List<DigestCursor> cursors = new ArrayList<>();

    /** All of them share the size of one buffer, so that memory does not grow with the number of destinations. */
    ProtectedMembers(List<DigestFile> claimed, int width, int bufferBytes) throws IOException {
        int share = Math.max(SMALLEST_BUFFER, bufferBytes / Math.max(1, claimed.size()));
        for (DigestFile file : claimed) {
            DigestCursor cursor = new DigestCursor(Optional.of(file), width, share);
            cursors.add(cursor);
            cursor.advance();
        }
    }

    /** Whether one of the lists contains this digest. Must be called in ascending order. */
    boolean hold(byte[] digest, int offset) throws IOException {
        boolean held = false;
        for (DigestCursor cursor : cursors) {
            while (cursor.compareTo(digest, offset) < 0) {
                cursor.advance();
            }
            held |= cursor.compareTo(digest, offset) == 0;
        }
        return held;
    }

    /** Reads the rest, only to verify it. */
    void drain() throws IOException {
        for (DigestCursor cursor : cursors) {
            cursor.drain();
        }
    }

    @Override
    public void close() throws IOException {
        for (DigestCursor cursor : cursors) {
            cursor.close();
        }
    }
}
