package io.audienceroutes.member;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The part of a change file that took effect: the accepted batches.
 *
 * @param file the change file, absent when there is none
 * @param sliceSize digests a batch, as they were sent
 * @param accepted which batches, from 0, took effect
 * @param partly for other batches, the positions of digests that took effect
 */
public record Slices(Optional<DigestFile> file, int sliceSize, IntPredicate accepted, Map<Integer, BitSet> partly) {
    /** Refuses a slice size under 1. */
    public Slices {
        DigestFile.requireSliceSize(sliceSize);
        partly = Map.copyOf(partly);
    }

    /** For batches that took effect completely or not at all. */
    public Slices(Optional<DigestFile> file, int sliceSize, IntPredicate accepted) {
        this(file, sliceSize, accepted, Map.of());
    }

    /** No changes. */
    public static Slices none() {
        return new Slices(Optional.empty(), 1, slice -> false);
    }

    /** A whole change file. */
    public static Slices all(DigestFile file) {
        return new Slices(Optional.of(file), Integer.MAX_VALUE, slice -> true);
    }
}
