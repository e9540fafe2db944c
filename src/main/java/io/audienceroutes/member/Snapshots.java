package io.audienceroutes.member;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes snapshots: the generations of an audience's members. */
public final class Snapshots {
    private static final int BUFFER_BYTES = MemoryLimit.LARGEST_FILE_BUFFER;

    private Snapshots() {}

    /**
     * Writes a new generation: the current one, plus every digest of the accepted slices of {@code added}, minus every
     * digest of the accepted slices of {@code removed}. A digest in both is removed, because removals are sent last.
     *
     * <p>Order and checksum of all three files are verified before the new one gets its name. An existing file with
     * this name is never overwritten: equal content, left by a process that was killed before it recorded the
     * generation, is accepted; other content is refused.
     *
     * @param current absent before the first delivery
     * @throws DamagedMemberFile if a file is damaged
     * @throws IllegalStateException if the name is taken by other content
     */
    public static DigestFile fold(Optional<DigestFile> current, Slices added, Slices removed, Path newGenerationFile) {
        int width = Stream.of(current, added.file(), removed.file())
                .flatMap(Optional::stream)
                .map(DigestFile::width)
                .findFirst()
                .orElse(Digests.SHA256_WIDTH);
        return fold(current, added, removed, newGenerationFile, width);
    }

    /**
     * Creates a new generation from a list that equals the audience's content, because all of its changes took effect.
     * The list is verified completely and gets a second name; nothing is written.
     *
     * @param newGenerationFile a name that was never used
     * @throws DamagedMemberFile if the list is damaged
     */
    public static DigestFile adopt(DigestFile list, Path newGenerationFile) {
        list.verify();
        try {
            return list.publishAs(newGenerationFile);
        } catch (IOException e) {
            throw unwritten(newGenerationFile, e);
        }
    }

    private static DigestFile fold(
            Optional<DigestFile> current, Slices added, Slices removed, Path newGenerationFile, int width) {
        try (DigestCursor kept = new DigestCursor(current, width, BUFFER_BYTES);
                SliceCursor additions = new SliceCursor(added, width, BUFFER_BYTES);
                SliceCursor removals = new SliceCursor(removed, width, BUFFER_BYTES);
                DigestFileWriter next = new DigestFileWriter(newGenerationFile, width, BUFFER_BYTES)) {
            merge(kept, additions, removals, next);
            return next.publishNew();
        } catch (IOException e) {
            throw unwritten(newGenerationFile, e);
        }
    }

    private static UncheckedIOException unwritten(Path newGenerationFile, IOException cause) {
        return new UncheckedIOException(
                "Could not write the snapshot " + newGenerationFile + ": " + cause
                        + ". Check free space and permissions there, then retry.",
                cause);
    }

    private static void merge(DigestCursor kept, SliceCursor additions, SliceCursor removals, DigestFileWriter next)
            throws IOException {
        DigestCursor added = additions.cursor();
        DigestCursor removed = removals.cursor();
        boolean moreKept = kept.advance();
        boolean moreAdded = additions.advance();
        boolean moreRemoved = removals.advance();
        while (moreKept || moreAdded) {
            int order = moreAdded ? kept.compareTo(added.buffer(), added.offset()) : -1;
            DigestCursor lower = order <= 0 ? kept : added;
            while (moreRemoved && removed.compareTo(lower.buffer(), lower.offset()) < 0) {
                moreRemoved = removals.advance();
            }
            if (!moreRemoved || removed.compareTo(lower.buffer(), lower.offset()) != 0) {
                next.append(lower.buffer(), lower.offset());
            }
            moreKept = order <= 0 ? kept.advance() : moreKept;
            moreAdded = order >= 0 ? additions.advance() : moreAdded;
        }
        removed.drain();
    }
}
