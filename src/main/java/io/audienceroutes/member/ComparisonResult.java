package io.audienceroutes.member;

/**
 * What a comparison found. Every distinct digest of the list has exactly one outcome:
 * {@code unchanged + adds + removedAsListed + notPresent = distinct}, and {@code distinct + duplicates = listed}.
 *
 * @param listed digests in the list, duplicates included
 * @param distinct digests in the list, each counted once
 * @param duplicates the number of repeated digests
 * @param unchanged listed digests that are certainly in the audience
 * @param removedAsListed listed digests that are removed because the list asks for it
 * @param notPresent listed digests to remove that this product never added
 * @param keptForOthers members that are missing in this list but are in the last list of another destination
 * @param suppressed listed digests of those who opted out: never added
 * @param removedForOptOut those of {@code removes} that are removed because they opted out, listed or not
 * @param removedInDoubt those of {@code removes} whose addition TikTok never confirmed
 * @param adds digests to add
 * @param removes digests to remove: listed ones where the list asks for it, otherwise those that are no longer listed
 * @param next the list itself, sorted and distinct; empty if the list asks for removals
 */
public record ComparisonResult(
        long listed,
        long distinct,
        long duplicates,
        long unchanged,
        long removedAsListed,
        long notPresent,
        long keptForOthers,
        long suppressed,
        long removedForOptOut,
        long removedInDoubt,
        DigestFile adds,
        DigestFile removes,
        DigestFile next) {
    /** Refuses figures that do not add up. */
    public ComparisonResult {
        if (distinct + duplicates != listed
                || unchanged + adds.count() + removedAsListed + notPresent + suppressed != distinct
                || removedAsListed + removedForOptOut > removes.count()) {
            throw new IllegalArgumentException("The comparison does not add up: listed " + listed + ", distinct "
                    + distinct + ", duplicates " + duplicates + ", unchanged " + unchanged + ", adds " + adds.count()
                    + ", suppressed " + suppressed + ", removed as listed " + removedAsListed + ", not present "
                    + notPresent + ", removes "
                    + removes.count());
        }
    }

    /** Members to remove because they are no longer listed. */
    public long removedUnlisted() {
        return removes.count() - removedAsListed - removedForOptOut;
    }
}
