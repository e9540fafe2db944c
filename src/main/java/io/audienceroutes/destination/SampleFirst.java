package io.audienceroutes.destination;

/**
 * The sample to approve before the whole list is sent.
 *
 * @param members how many members of each id type are sent first
 * @param keepHours how long the sample's audience stays in TikTok after the decision; it uses one of the 400
 * @param oneTime requested for one delivery; it stays when the destination's settings are read again
 */
public record SampleFirst(int members, int keepHours, boolean oneTime) {
    /** A sample is reviewed manually, and selected in memory. */
    public static final int MOST_MEMBERS = 10_000;

    /** A week: TikTok may take two days until it shows the size of a new audience. */
    public static final int DEFAULT_KEEP_HOURS = 168;

    static final int DEFAULT_MEMBERS = 100;
    private static final int MOST_HOURS = 8_760;
    private static final String SUFFIX = " (sample)";

    public SampleFirst {
        require(members >= 1 && members <= MOST_MEMBERS, "members from 1 to " + MOST_MEMBERS);
        require(keepHours >= 0 && keepHours <= MOST_HOURS, "keepHours from 0 to " + MOST_HOURS);
    }

    /** The audience of a sample, derived from the one of the whole list. */
    public static String audienceName(String audienceName) {
        return audienceName + SUFFIX;
    }

    /** The longest name that leaves room for the sample's suffix. */
    static int longestName() {
        return AudienceNaming.MAX_CHARACTERS - SUFFIX.length();
    }

    private static void require(boolean fulfilled, String expected) {
        if (!fulfilled) {
            throw new IllegalArgumentException("sampleFirst takes " + expected);
        }
    }
}
