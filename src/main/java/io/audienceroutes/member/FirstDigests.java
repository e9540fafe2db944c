package io.audienceroutes.member;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The smallest digests of a prepared list. Digests are uniformly distributed, so the smallest ones are a fair sample,
 * the same at each attempt, and mostly the same in the next list.
 */
public final class FirstDigests {
    private FirstDigests() {}

    /**
     * Up to the given number of distinct digests, in ascending order, back to back. Sorts no more than necessary.
     *
     * @param optedOut sorted digests to leave out
     * @throws DamagedMemberFile if the list is damaged
     */
    public static byte[] of(DigestPartitions listed, int most, Optional<DigestFile> optedOut) {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        int bytes = most * listed.width();
        try (ProtectedMembers leftOut = new ProtectedMembers(
                optedOut.stream().toList(), listed.width(), listed.limit().fileBuffer(listed.width()))) {
            listed.forEachRun(run -> {
                for (int rank = 0; rank < run.size() && first.size() < bytes; rank++) {
                    if (!run.repeats(rank) && !leftOut.hold(run.records(), run.offset(rank))) {
                        first.write(run.records(), run.offset(rank), listed.width());
                    }
                }
                if (first.size() >= bytes) {
                    throw new Enough();
                }
            });
        } catch (Enough enough) {
            return first.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("The prepared list could not be read for a sample: " + e, e);
        }
        return first.toByteArray();
    }

    /** Stops reading the file: the rest is not needed. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Enough() {
            super("enough", null, false, false);
        }
    }
}
