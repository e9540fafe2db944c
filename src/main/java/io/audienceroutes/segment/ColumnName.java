package io.audienceroutes.segment;

import java.text.Normalizer;
import java.util.Locale;

/** The forms in which names of columns are compared. */
final class ColumnName {
    private ColumnName() {}

    /** Without regard to case, to what is trimmed at the ends, and to how accents and full-width letters are coded. */
    static String exact(String name) {
        return Normalizer.normalize(CellEdges.trim(name), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /** As {@link #exact}, and without blanks, low lines and hyphens. An accent stays: with it a word is another one. */
    static String loose(String name) {
        String exact = exact(name);
        StringBuilder loose = new StringBuilder(exact.length());
        exact.codePoints().filter(c -> !isLink(c)).forEach(loose::appendCodePoint);
        return loose.toString();
    }

    private static boolean isLink(int c) {
        return c == '_' || Character.getType(c) == Character.DASH_PUNCTUATION || Character.isSpaceChar(c) || c == '\t';
    }
}
