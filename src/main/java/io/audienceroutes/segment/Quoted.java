package io.audienceroutes.segment;

import java.util.Locale;

/** Untrusted text prepared for a message: shortened, in quotes, with invisible characters and quotes escaped. */
final class Quoted {
    private static final int MAX_CHARS = 60;
    private static final int MAX_PLAIN_CHARS = 300;

    private Quoted() {}

    static String name(String text) {
        return '"' + escaped(text, MAX_CHARS) + '"';
    }

    /** Without quotes around it, and longer: the name of a file. */
    static String plain(String text) {
        return escaped(text, MAX_PLAIN_CHARS);
    }

    private static String escaped(String text, int most) {
        StringBuilder quoted = new StringBuilder();
        int shown = Math.min(text.length(), most);
        for (int i = 0; i < shown; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c != ' ' && (CellEdges.isTrimmed(c) || Character.isSurrogate(c))) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append(shown < text.length() ? "…" : "").toString();
    }
}
