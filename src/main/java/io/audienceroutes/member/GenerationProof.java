package io.audienceroutes.member;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Verifies that a generation follows from the previous one and the batches in the ledger: it must contain the previous
 * and the added members, except the removed ones. Files are streamed once, with constant memory, and verified
 * completely.
 */
public final class GenerationProof {
    private static final int BUFFER_BYTES = MemoryLimit.LARGEST_FILE_BUFFER;

    private GenerationProof() {}

    /**
     * Compares a generation with its expected content.
     *
     * @param before absent before the first delivery
     * @param added what TikTok accepted
     * @param removed what TikTok accepted or may have accepted
     * @param excepted members for which both outcomes are valid
     */
    public static Differences differences(
            Optional<DigestFile> before,
            Slices added,
            Slices removed,
            Optional<DigestFile> excepted,
            DigestFile generation) {
        int width = generation.width();
        try (DigestCursor kept = new DigestCursor(before, width, BUFFER_BYTES);
                DigestCursor next = new DigestCursor(Optional.of(generation), width, BUFFER_BYTES);
                SliceCursor additions = new SliceCursor(added, width, BUFFER_BYTES);
                SliceCursor removals = new SliceCursor(removed, width, BUFFER_BYTES);
                ProtectedMembers either = new ProtectedMembers(excepted.stream().toList(), width, BUFFER_BYTES)) {
            return new Merge(kept, next, additions, removals, either).run();
        } catch (IOException e) {
            throw unreadable(generation, e);
        }
    }

    /** How many digests two files have in common. */
    public static long common(DigestFile one, DigestFile other) {
        long common = 0;
        try (DigestCursor cursor = new DigestCursor(Optional.of(one), one.width(), BUFFER_BYTES);
                ProtectedMembers others = new ProtectedMembers(List.of(other), one.width(), BUFFER_BYTES)) {
            while (cursor.advance()) {
                common += others.hold(cursor.buffer(), cursor.offset()) ? 1 : 0;
            }
            others.drain();
            return common;
        } catch (IOException e) {
            throw unreadable(one, e);
        }
    }

    private static UncheckedIOException unreadable(DigestFile file, IOException cause) {
        return new UncheckedIOException(
                "Could not read member file " + file.path() + " and those beside it: " + cause
                        + ". Check that the disk is present and that this user may read the files, then retry.",
                cause);
    }

    /**
     * The differences of a generation from its expected content.
     *
     * @param missing members that it lacks
     * @param surplus members that it should not have
     */
    public record Differences(long missing, long surplus) {
        /** Whether there is no difference. */
        public boolean none() {
            return missing == 0 && surplus == 0;
        }
    }

    /** One pass over all files, in ascending order. */
    private static final class Merge {
        private final DigestCursor kept;
        private final DigestCursor next;
        private final SliceCursor additions;
        private final SliceCursor removals;
        private final DigestCursor added;
        private final DigestCursor removed;
        private final ProtectedMembers either;
        private boolean moreAdded;
        private boolean moreRemoved;
        private long missing;
        private long surplus;

        private Merge(
                DigestCursor kept,
                DigestCursor next,
                SliceCursor additions,
                SliceCursor removals,
                ProtectedMembers either) {
            this.kept = kept;
            this.next = next;
            this.additions = additions;
            this.removals = removals;
            this.added = additions.cursor();
            this.removed = removals.cursor();
            this.either = either;
        }

        private Differences run() throws IOException {
            boolean moreKept = kept.advance();
            boolean moreNext = next.advance();
            moreAdded = additions.advance();
            moreRemoved = removals.advance();
            while (moreKept || moreNext) {
                int order = moreNext ? kept.compareTo(next.buffer(), next.offset()) : -1;
                DigestCursor lower = order <= 0 ? kept : next;
                int addition = passAddedBelow(lower);
                boolean expected = (order <= 0 || addition == 0) && !isRemoved(lower);
                if (expected != order >= 0) {
                    count(expected, lower);
                }
                moreAdded = addition == 0 ? additions.advance() : moreAdded;
                moreKept = order <= 0 ? kept.advance() : moreKept;
                moreNext = order >= 0 ? next.advance() : moreNext;
            }
            while (moreAdded) {
                passAdded();
            }
            removed.drain();
            either.drain();
            return new Differences(missing, surplus);
        }

        /** Additions that are in neither generation; returns how the next one compares with this digest. */
        private int passAddedBelow(DigestCursor lower) throws IOException {
            while (moreAdded) {
                int order = added.compareTo(lower.buffer(), lower.offset());
                if (order >= 0) {
                    return order;
                }
                passAdded();
            }
            return 1;
        }

        private void passAdded() throws IOException {
            if (!isRemoved(added)) {
                count(true, added);
            }
            moreAdded = additions.advance();
        }

        private boolean isRemoved(DigestCursor digest) throws IOException {
            while (moreRemoved) {
                int order = removed.compareTo(digest.buffer(), digest.offset());
                if (order >= 0) {
                    return order == 0;
                }
                moreRemoved = removals.advance();
            }
            return false;
        }

        private void count(boolean expected, DigestCursor digest) throws IOException {
            if (either.hold(digest.buffer(), digest.offset())) {
                return;
            }
            missing += expected ? 1 : 0;
            surplus += expected ? 0 : 1;
        }
    }
}
