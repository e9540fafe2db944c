package io.audienceroutes.member;

import java.util.List;
import java.util.Optional;

/**
 * What this product added to one audience under one wire schema, as far as known.
 *
 * @param certain members that TikTok has accepted
 * @param uncertain members of batches whose response was lost: they may be in the audience or not. So they count as
 *     absent for additions and as present for removals, and no member is permanently missing or left over
 * @param claimed the last lists of the other destinations that deliver to the audience: their members are never removed
 *     because they are missing in this list
 */
public record HeldMembers(Optional<DigestFile> certain, Optional<DigestFile> uncertain, List<DigestFile> claimed) {
    public HeldMembers {
        claimed = List.copyOf(claimed);
    }

    /** An audience with one destination, and with a response for every batch. */
    public static HeldMembers of(Optional<DigestFile> certain) {
        return new HeldMembers(certain, Optional.empty(), List.of());
    }

    /** No members: before the first delivery, or if a snapshot is lost. */
    public static HeldMembers none() {
        return of(Optional.empty());
    }

    /** The number of members of both kinds. */
    public long count() {
        return certain.map(DigestFile::count).orElse(0L)
                + uncertain.map(DigestFile::count).orElse(0L);
    }
}
