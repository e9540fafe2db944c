package io.audienceroutes.member;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Compares a prepared list with our members of an audience (route {@code compare-members}).
 *
 * <p>One pass in bounded memory: partition after partition of the list is sorted, made distinct and merged with the
 * snapshot. The same digests give the same bytes in all three files, in whatever order they were listed.
 */
public final class MemberComparison {
    private static final String ADDS = "adds.digests";
    private static final String REMOVES = "removes.digests";
    private static final String NEXT = "next.digests";

    private MemberComparison() {}

    /** The purpose of a list. */
    public enum Goal {
        /** Mirror: listed members are added, and all others that this product added are removed. */
        MIRROR,
        /** Add the listed members. */
        ADD,
        /** Remove the listed members that this product added. */
        REMOVE
    }

    /** Mirrors an audience with one destination; see {@link #compare(Goal, DigestPartitions, HeldMembers, Path)}. */
    public static ComparisonResult compare(DigestPartitions listed, Optional<DigestFile> current, Path outDirectory) {
        return compare(Goal.MIRROR, listed, HeldMembers.of(current), outDirectory);
    }

    /**
     * Writes {@code next.digests}, {@code adds.digests} and {@code removes.digests} into a directory; files of an
     * earlier comparison are replaced. Order and checksum of all input are verified before a file gets its name.
     *
     * @param listed a finished list
     * @param held our members of the audience
     * @throws DamagedMemberFile if the list or a file of the held members is damaged
     */
    public static ComparisonResult compare(Goal goal, DigestPartitions listed, HeldMembers held, Path outDirectory) {
        return compare(goal, listed, held, Optional.empty(), outDirectory);
    }

    /** Where {@link #compare} writes the list itself, sorted and distinct. */
    public static Path nextFile(Path outDirectory) {
        return outDirectory.resolve(NEXT);
    }

    /**
     * As {@link #compare(Goal, DigestPartitions, HeldMembers, Path)}, for an audience that must not contain some
     * members, regardless of this list and of other destinations.
     *
     * @param optedOut digests that must not be in the audience; not for lists whose goal is to remove
     */
    public static ComparisonResult compare(
            Goal goal, DigestPartitions listed, HeldMembers held, Optional<DigestFile> optedOut, Path outDirectory) {
        int width = listed.width();
        int bufferBytes = listed.limit().fileBuffer(width);
        try (HeldCursor cursor = new HeldCursor(held, width, bufferBytes);
                ProtectedMembers optOuts =
                        new ProtectedMembers(optedOut.stream().toList(), width, bufferBytes);
                DigestFileWriter adds = new DigestFileWriter(outDirectory.resolve(ADDS), width, bufferBytes);
                DigestFileWriter removes = new DigestFileWriter(outDirectory.resolve(REMOVES), width, bufferBytes);
                NextFile next = new NextFile(held, nextFile(outDirectory), width, bufferBytes)) {
            Merge merge = new Merge(goal, cursor, optOuts, adds, removes, next);
            listed.forEachRun(merge::accept);
            merge.finish();
            DigestFile additions = adds.publish();
            return new ComparisonResult(
                    listed.count(),
                    merge.distinct,
                    listed.count() - merge.distinct,
                    merge.unchanged,
                    merge.removedAsListed,
                    merge.notPresent,
                    merge.keptForOthers,
                    merge.suppressed,
                    merge.removedForOptOut,
                    merge.removedInDoubt,
                    additions,
                    removes.publish(),
                    next.publish(additions));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Could not compare a prepared list of " + listed.count() + " digests into " + outDirectory + ": "
                            + e + ". Check free space and permissions there, then retry.",
                    e);
        }
    }

    /**
     * The list itself, sorted and distinct. If there are no members yet, it equals the additions and is not written
     * twice.
     */
    private static final class NextFile implements Closeable {
        private final Path target;
        private final Optional<DigestFileWriter> writer;

        private NextFile(HeldMembers held, Path target, int width, int bufferBytes) throws IOException {
            this.target = target;
            this.writer = held.count() == 0
                    ? Optional.empty()
                    : Optional.of(new DigestFileWriter(target, width, bufferBytes));
        }

        private void append(byte[] records, int offset) throws IOException {
            if (writer.isPresent()) {
                writer.get().append(records, offset);
            }
        }

        private DigestFile publish(DigestFile additions) throws IOException {
            return writer.isPresent() ? writer.get().publish() : additions.publishAs(target);
        }

        @Override
        public void close() throws IOException {
            if (writer.isPresent()) {
                writer.get().close();
            }
        }
    }

    /** Merges the sorted list with the sorted members. */
    private static final class Merge {
        private final Goal goal;
        private final HeldCursor held;
        private final ProtectedMembers optOuts;
        private final DigestFileWriter adds;
        private final DigestFileWriter removes;
        private final NextFile next;
        private long distinct;
        private long unchanged;
        private long removedAsListed;
        private long notPresent;
        private long keptForOthers;
        private long suppressed;
        private long removedForOptOut;
        private long removedInDoubt;

        private Merge(
                Goal goal,
                HeldCursor held,
                ProtectedMembers optOuts,
                DigestFileWriter adds,
                DigestFileWriter removes,
                NextFile next) {
            this.goal = goal;
            this.held = held;
            this.optOuts = optOuts;
            this.adds = adds;
            this.removes = removes;
            this.next = next;
        }

        private void accept(SortBuffer run) throws IOException {
            byte[] records = run.records();
            for (int rank = 0; rank < run.size(); rank++) {
                if (!run.repeats(rank)) {
                    accept(records, run.offset(rank));
                }
            }
        }

        private void accept(byte[] records, int offset) throws IOException {
            int order = held.compareTo(records, offset);
            while (order < 0) {
                passUnlisted();
                order = held.compareTo(records, offset);
            }
            distinct++;
            if (goal != Goal.REMOVE && optOuts.hold(records, offset)) {
                suppress(records, offset, order == 0);
            } else if (goal == Goal.REMOVE) {
                remove(records, offset, order == 0);
            } else {
                keep(records, offset, order == 0 && held.isCertain());
            }
            if (order == 0) {
                held.advance();
            }
        }

        private void keep(byte[] records, int offset, boolean there) throws IOException {
            if (there) {
                unchanged++;
            } else {
                adds.append(records, offset);
            }
            next.append(records, offset);
        }

        private void suppress(byte[] records, int offset, boolean there) throws IOException {
            suppressed++;
            if (there) {
                removedForOptOut++;
                leave(records, offset);
            }
        }

        private void remove(byte[] records, int offset, boolean there) throws IOException {
            if (there) {
                removedAsListed++;
                leave(records, offset);
            } else {
                notPresent++;
            }
        }

        /** Removes the member at the cursor. */
        private void leave(byte[] records, int offset) throws IOException {
            removedInDoubt += held.isCertain() ? 0 : 1;
            removes.append(records, offset);
        }

        private void passUnlisted() throws IOException {
            if (goal != Goal.REMOVE && optOuts.hold(held.buffer(), held.offset())) {
                removedForOptOut++;
                leave(held.buffer(), held.offset());
            } else if (goal == Goal.MIRROR) {
                if (held.isClaimed()) {
                    keptForOthers++;
                } else {
                    leave(held.buffer(), held.offset());
                }
            }
            held.advance();
        }

        private void finish() throws IOException {
            while (held.onRecord()) {
                passUnlisted();
            }
            held.drain();
            optOuts.drain();
        }
    }
}
