package io.audienceroutes.member;

import java.util.List;
import java.util.Optional;

/**
 * What this product put into one audience under one wire schema, as far as it knows.
 *
 * @param certain members that TikTok has accepted
 * @param uncertain members of batches whose answer was lost: they may be in the audience or not. So they count as absent
 *     for additions and as present for removals, and nobody is left out or left behind for ever
 * @param claimed the last lists of the other destinations that feed the audience: what they hold is never removed because
 *     this list lacks it
 */
public record HeldMembers(Optional<DigestFile> certain, Optional<DigestFile> uncertain, List<DigestFile> claimed) {
    public HeldMembers {
        claimed = List.copyOf(claimed);
    }

    /** An audience that one destination feeds, and whose every batch was answered. */
    public static HeldMembers of(Optional<DigestFile> certain) {
        return new HeldMembers(certain, Optional.empty(), List.of());
    }

    /** Nothing: before the first delivery, or where a snapshot is lost. */
    public static HeldMembers none() {
        return of(Optional.empty());
    }

    /** How many members may be there: those of both kinds. */
    public long count() {
        return certain.map(DigestFile::count).orElse(0L)
                + uncertain.map(DigestFile::count).orElse(0L);
    }
}
