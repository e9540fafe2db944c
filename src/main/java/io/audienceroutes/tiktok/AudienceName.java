package io.audienceroutes.tiktok;

import java.nio.charset.StandardCharsets;

/**
 * The name of an audience, as TikTok stores it.
 *
 * <p>TikTok silently truncates the name of a segment audience that is longer than 70 characters to 67 and three dots.
 * Such names are refused here, because two of them could become equal.
 */
public record AudienceName(String value) {
    /** The longest name that TikTok stores unchanged. */
    public static final int MAX_CHARS = 70;

    private static final String CUT = "...";
    private static final int KEPT_CHARS = MAX_CHARS - CUT.length();

    public AudienceName {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("An audience name must have 1 to 70 characters, but this one is empty");
        }
        if (value.length() > MAX_CHARS) {
            throw new IllegalArgumentException("An audience name must have 1 to 70 characters; "
                    + QuotedText.name(value) + " has " + value.length() + ". Shorten it; for an audience that exists"
                    + " under the longer name, write it as TikTok lists it: " + QuotedText.name(asListed(value)));
        }
        if (!value.equals(value.strip())) {
            throw new IllegalArgumentException(
                    "An audience name must not have leading or trailing white space, but found "
                            + QuotedText.name(value));
        }
        if (value.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException(
                    "An audience name must not contain control characters, but found " + QuotedText.name(value));
        }
    }

    /**
     * Whether a listed audience has this name: the same characters. Audiences created elsewhere can have more than 70
     * characters; they match if TikTok would truncate their name to this one.
     */
    public boolean matches(String listed) {
        return value.equals(asListed(listed));
    }

    /** Whether it may be a longer name that TikTok has truncated. */
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
