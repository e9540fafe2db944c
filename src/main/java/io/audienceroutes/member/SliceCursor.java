package io.audienceroutes.member;

import java.io.Closeable;
import java.io.IOException;
import java.util.BitSet;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Reads the accepted slices of a change file. The others are read as well, so that the checksum of the whole file is
 * verified before a part of it is used.
 */
final class SliceCursor implements Closeable {
    private static final BitSet NONE = new BitSet();

    private final DigestCursor cursor;
    private final int sliceSize;
    private final IntPredicate accepted;
    private final Map<Integer, BitSet> partly;
    private long sliceEnd;
    private boolean sliceAccepted;
    private BitSet acceptedHere = NONE;

    SliceCursor(Slices slices, int width, int bufferBytes) throws IOException {
        this.cursor = new DigestCursor(slices.file(), width, bufferBytes);
        this.sliceSize = slices.sliceSize();
        this.accepted = slices.accepted();
        this.partly = slices.partly();
    }

    /** Goes to the next accepted record; false at the end of the file. */
    boolean advance() throws IOException {
        while (cursor.advance()) {
            if (cursor.index() == sliceEnd) {
                int slice = Math.toIntExact(sliceEnd / sliceSize);
                sliceAccepted = accepted.test(slice);
                acceptedHere = partly.getOrDefault(slice, NONE);
                sliceEnd += sliceSize;
            }
            if (sliceAccepted || acceptedHere.get((int) (cursor.index() - (sliceEnd - sliceSize)))) {
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
