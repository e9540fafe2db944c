package io.audienceroutes.destination;

/**
 * How many members one delivery may remove without approval. A delivery that exceeds either limit is held, as is one
 * that would leave no member.
 *
 * @param percent of the members that this product added to the audience
 * @param members of them
 */
public record ShrinkGuard(int percent, long members) {
    private static final int ALL = 100;

    public ShrinkGuard {
        if (percent < 0 || percent > ALL || members < 0) {
            throw new IllegalArgumentException("A shrink guard must have 0 to 100 percent and 0 or more members, not "
                    + percent + " percent and " + members + " members");
        }
    }

    /** The default: 20%, or a million. */
    public static ShrinkGuard standard() {
        return new ShrinkGuard(20, 1_000_000);
    }

    /** Whether this removal needs approval, given the additions. */
    public boolean holds(long removed, long held, long added) {
        boolean nobodyStays = removed >= held && added == 0;
        return removed > 0 && (nobodyStays || removed > members || removed > share(held));
    }

    private long share(long held) {
        return Math.floorDiv(held, ALL) * percent + held % ALL * percent / ALL;
    }
}
