package io.audienceroutes.segment;

import java.text.Normalizer;
import java.util.Locale;

/** Normalised forms for comparing column names. */
final class ColumnName {
    private ColumnName() {}

    /** Ignoring case, trimmed characters, and the encoding of accents and full-width letters. */
    static String exact(String name) {
        return Normalizer.normalize(CellEdges.trim(name), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    /** As {@link #exact}, without spaces, underscores and hyphens. Accents stay, because they change the word. */
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
