package io.audienceroutes.destination;

/** Untrusted text prepared for a message: shortened, in quotes, with control characters escaped. */
final class Excerpt {
    private static final int MAX_CHARACTERS = 80;

    private Excerpt() {}

    static String of(String text) {
        return '"' + bare(text) + '"';
    }

    /** The same without the quotes: for a name. */
    static String bare(String text) {
        StringBuilder excerpt = new StringBuilder();
        text.codePoints().limit(MAX_CHARACTERS).forEach(character -> append(excerpt, character));
        return text.codePointCount(0, text.length()) > MAX_CHARACTERS
                ? excerpt.append("… (")
                        .append(text.length())
                        .append(" characters)")
                        .toString()
                : excerpt.toString();
    }

    private static void append(StringBuilder excerpt, int character) {
        if (isDrawn(character)) {
            excerpt.append(String.format("\\u%04x", character));
        } else if (character == '"' || character == '\\') {
            excerpt.append('\\').append((char) character);
        } else {
            excerpt.appendCodePoint(character);
        }
    }

    /** Characters that could break a line, be invisible, or change the text direction of a terminal. */
    private static boolean isDrawn(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
