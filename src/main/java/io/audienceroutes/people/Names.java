package io.audienceroutes.people;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of people and API tokens: ASCII in lower case, so that no two names look alike, none steers a terminal, and
 * upper case makes no difference.
 */
final class Names {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@+-]{0,63}");
    private static final int LONGEST_DISPLAY_NAME = 100;

    private Names() {}

    /** The name as it is stored; empty where nobody can have it. */
    static Optional<String> find(String text) {
        // Lower case of some characters outside ASCII is ASCII: the Kelvin sign's is k
        return isAscii(text)
                ? Optional.of(text.strip().toLowerCase(Locale.ROOT))
                        .filter(name -> NAME.matcher(name).matches())
                : Optional.empty();
    }

    /** The name as it is stored. */
    static String require(String text, String whose) {
        return find(text)
                .orElseThrow(() -> new PeopleRefused(
                        PeopleRefused.Kind.INVALID,
                        "The name of " + whose + " cannot be used. A name has 1 to 64 characters: letters a to z,"
                                + " digits, and . _ @ + -; it starts with a letter or a digit. Upper and lower case are"
                                + " the same."));
    }

    /** A name for people to read: any script, printable, one line. */
    static Optional<String> findDisplayName(String text) {
        return Optional.of(text.strip())
                .filter(name -> !name.isEmpty() && name.codePointCount(0, name.length()) <= LONGEST_DISPLAY_NAME)
                .filter(name -> name.codePoints().allMatch(Names::isPrintable));
    }

    /** As above, where it must be one. */
    static String requireDisplayName(String text) {
        return findDisplayName(text)
                .orElseThrow(() -> new PeopleRefused(
                        PeopleRefused.Kind.INVALID,
                        "The display name cannot be used. It has 1 to " + LONGEST_DISPLAY_NAME
                                + " printable characters and no line breaks."));
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(character -> character < 128);
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
