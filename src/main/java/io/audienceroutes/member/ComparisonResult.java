package io.audienceroutes.member;

/**
 * What a comparison found. {@code distinct + duplicates = listed}, {@code unchanged + adds = distinct}, and the current
 * snapshot holds {@code unchanged + removes} digests. The mode decides which of the two change files are sent.
 *
 * @param listed digests in the list, duplicates included
 * @param distinct digests in {@code next}
 * @param duplicates how often a digest was listed again
 * @param unchanged listed digests that the current snapshot holds
 * @param adds listed digests that the current snapshot does not hold
 * @param removes digests of the current snapshot that are not listed
 * @param next the list itself: what the audience holds once adds and removes are delivered
 */
public record ComparisonResult(
        long listed,
        long distinct,
        long duplicates,
        long unchanged,
        DigestFile adds,
        DigestFile removes,
        DigestFile next) {
    /** Refuses figures that do not add up. */
    public ComparisonResult {
        if (distinct + duplicates != listed || unchanged + adds.count() != distinct || next.count() != distinct) {
            throw new IllegalArgumentException("The comparison does not add up: listed " + listed + ", distinct "
                    + distinct
                    + ", duplicates " + duplicates + ", unchanged " + unchanged + ", adds " + adds.count() + ", next "
                    + next.count());
        }
    }
}
