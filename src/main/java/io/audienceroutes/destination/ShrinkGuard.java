package io.audienceroutes.destination;

/**
 * How many members one delivery may remove before a person has to approve it. More than either of the two is held; so is
 * every list that would leave nobody.
 *
 * @param percent of the members that this product put into the audience
 * @param members of them
 */
public record ShrinkGuard(int percent, long members) {
    private static final int ALL = 100;

    public ShrinkGuard {
        if (percent < 0 || percent > ALL || members < 0) {
            throw new IllegalArgumentException("A shrink guard needs 0 to 100 percent and 0 or more members, not "
                    + percent + " percent and " + members + " members");
        }
    }

    /** What holds where nothing is set: a fifth, or a million. */
    public static ShrinkGuard standard() {
        return new ShrinkGuard(20, 1_000_000);
    }

    /** Whether a person has to approve that this many of so many members leave, while others join. */
    public boolean holds(long removed, long held, long added) {
        boolean nobodyStays = removed >= held && added == 0;
        return removed > 0 && (nobodyStays || removed > members || removed > share(held));
    }

    private long share(long held) {
        return Math.floorDiv(held, ALL) * percent + held % ALL * percent / ALL;
    }
}
