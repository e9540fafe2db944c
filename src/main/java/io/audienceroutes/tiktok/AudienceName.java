package io.audienceroutes.tiktok;

import java.nio.charset.StandardCharsets;

/**
 * The name of an audience, as TikTok keeps it.
 *
 * <p>TikTok cuts the name of a segment audience that is longer than 70 characters to 67 and three dots, without a word.
 * Such names are refused here: two of them could become one.
 */
public record AudienceName(String value) {
    /** The longest name that TikTok keeps whole. */
    public static final int MAX_CHARS = 70;

    private static final String CUT = "...";
    private static final int KEPT_CHARS = MAX_CHARS - CUT.length();

    public AudienceName {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("An audience name has 1 to 70 characters; this one is empty");
        }
        if (value.length() > MAX_CHARS) {
            throw new IllegalArgumentException("An audience name has 1 to 70 characters; "
                    + QuotedText.name(value) + " has " + value.length() + ". Shorten it; for an audience that exists"
                    + " under the longer name, write it as TikTok lists it: " + QuotedText.name(asListed(value)));
        }
        if (!value.equals(value.strip())) {
            throw new IllegalArgumentException(
                    "An audience name has no white space at its ends; found " + QuotedText.name(value));
        }
        if (value.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException(
                    "An audience name is plain text without control characters; found " + QuotedText.name(value));
        }
    }

    /**
     * Whether a listed audience has this name: the same characters. Other makers' audiences can be listed with more
     * than 70 characters; they have this name when TikTok would cut theirs to it.
     */
    public boolean matches(String listed) {
        return value.equals(asListed(listed));
    }

    /** Whether it may stand for a longer name that TikTok has cut. */
    boolean looksCut() {
        return value.length() == MAX_CHARS && value.endsWith(CUT);
    }

    private static String asListed(String name) {
        return name.length() <= MAX_CHARS ? name : name.substring(0, KEPT_CHARS) + CUT;
    }

    @Override
    public String toString() {
        return value;
    }
}
