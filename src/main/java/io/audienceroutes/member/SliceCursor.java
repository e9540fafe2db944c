package io.audienceroutes.member;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.IntPredicate;

/**
 * Reads the accepted slices of a change file. The others are read too, so that the checksum of the whole file is compared
 * before anything is made from a part of it.
 */
final class SliceCursor implements Closeable {
    private final DigestCursor cursor;
    private final int sliceSize;
    private final IntPredicate accepted;
    private long sliceEnd;
    private boolean sliceAccepted;

    SliceCursor(Slices slices, int width, int bufferBytes) throws IOException {
        this.cursor = new DigestCursor(slices.file(), width, bufferBytes);
        this.sliceSize = slices.sliceSize();
        this.accepted = slices.accepted();
    }

    /** Goes to the next accepted record; false at the end of the file. */
    boolean advance() throws IOException {
        while (cursor.advance()) {
            if (cursor.index() == sliceEnd) {
                sliceAccepted = accepted.test(Math.toIntExact(sliceEnd / sliceSize));
                sliceEnd += sliceSize;
            }
            if (sliceAccepted) {
                return true;
            }
        }
        return false;
    }

    DigestCursor cursor() {
        return cursor;
    }

    @Override
    public void close() throws IOException {
        cursor.close();
    }
}
