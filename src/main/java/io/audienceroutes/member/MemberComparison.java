package io.audienceroutes.member;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Compares a prepared list with the current snapshot of an audience (route {@code compare-members}).
 *
 * <p>One pass in bounded memory: partition after partition of the list is sorted, made distinct and merged with the
 * snapshot. The same digests give the same bytes in all three files, in whatever order they were listed.
 */
public final class MemberComparison {
    private static final String ADDS = "adds.digests";
    private static final String REMOVES = "removes.digests";
    private static final String NEXT = "next.digests";

    private MemberComparison() {}

    /**
     * Writes {@code next.digests}, {@code adds.digests} and {@code removes.digests} into a directory; what an earlier
     * comparison left there is replaced. The order and checksum of everything read are compared before a file gets its
     * name.
     *
     * @param listed a finished list
     * @param current the snapshot, absent before the first delivery
     * @throws DamagedMemberFile if the list or the snapshot is not what was written
     */
    public static ComparisonResult compare(DigestPartitions listed, Optional<DigestFile> current, Path outDirectory) {
        int width = listed.width();
        int bufferBytes = listed.limit().fileBuffer(width);
        try (DigestCursor cursor = new DigestCursor(current, width, bufferBytes);
                DigestFileWriter adds = new DigestFileWriter(outDirectory.resolve(ADDS), width, bufferBytes);
                DigestFileWriter removes = new DigestFileWriter(outDirectory.resolve(REMOVES), width, bufferBytes);
                DigestFileWriter next = new DigestFileWriter(outDirectory.resolve(NEXT), width, bufferBytes)) {
            Merge merge = new Merge(cursor, adds, removes, next);
            listed.forEachRun(merge::accept);
            merge.finish();
            return new ComparisonResult(
                    listed.count(),
                    merge.distinct,
                    listed.count() - merge.distinct,
                    merge.unchanged,
                    adds.publish(),
                    removes.publish(),
                    next.publish());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Could not compare a prepared list of " + listed.count() + " digests into " + outDirectory + ": "
                            + e + ". Check free space and permissions there, then retry.",
                    e);
        }
    }

    /** Merges the sorted list with the sorted snapshot. */
    private static final class Merge {
        private final DigestCursor current;
        private final DigestFileWriter adds;
        private final DigestFileWriter removes;
        private final DigestFileWriter next;
        private boolean more;
        private long distinct;
        private long unchanged;

        private Merge(DigestCursor current, DigestFileWriter adds, DigestFileWriter removes, DigestFileWriter next)
                throws IOException {
            this.current = current;
            this.adds = adds;
            this.removes = removes;
            this.next = next;
            this.more = current.advance();
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
            int order = current.compareTo(records, offset);
            while (order < 0) {
                remove();
                order = current.compareTo(records, offset);
            }
            if (order == 0) {
                unchanged++;
                more = current.advance();
            } else {
                adds.append(records, offset);
            }
            next.append(records, offset);
            distinct++;
        }

        private void finish() throws IOException {
            while (more) {
                remove();
            }
        }

        private void remove() throws IOException {
            removes.append(current.buffer(), current.offset());
            more = current.advance();
        }
    }
}
