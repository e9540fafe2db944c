package io.audienceroutes.text;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Text that cannot control a terminal. File names, audience names and TikTok's words come from outside: control
 * characters (ESC, CR, BEL and others), line separators and the marks that reverse the reading direction are printed as
 * visible escapes such as {@code \u001b}. Tabs and line feeds stay, because the product's own texts contain them.
 */
public final class SafeText {
    private SafeText() {}

    /** A writer that masks whatever is printed through it. */
    public static PrintWriter writer(Writer out) {
        return writer(out, UnaryOperator.identity());
    }

    /** As above, for texts that are edited before. */
    public static PrintWriter writer(Writer out, UnaryOperator<String> edit) {
        return new PrintWriter(new Masking(out, edit), true);
    }

    /** The text, with characters that could control a terminal made visible. */
    public static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            append(safe, text.charAt(i));
        }
        return safe.toString();
    }

    /** The text as a single line: line feeds and tabs are made visible too. For values from outside. */
    public static String line(String text) {
        return of(text).replace("\n", "\\n").replace("\t", "\\t");
    }

    private static void append(StringBuilder safe, char character) {
        if (steers(character)) {
            safe.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
        } else {
            safe.append(character);
        }
    }

    private static boolean steers(char character) {
        if (character == '\n' || character == '\t') {
            return false;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            case Character.FORMAT -> character != '\u200d' && character != '\u00ad';
            default -> false;
        };
    }

    private static final class Masking extends FilterWriter {
        private final UnaryOperator<String> edit;

        Masking(Writer out, UnaryOperator<String> edit) {
            super(out);
            this.edit = edit;
        }

        @Override
        public void write(int character) throws IOException {
            write(String.valueOf((char) character), 0, 1);
        }

        @Override
        public void write(char[] characters, int offset, int length) throws IOException {
            write(new String(characters, offset, length), 0, length);
        }

        @Override
        public void write(String text, int offset, int length) throws IOException {
            // Some systems end lines with CR LF
            out.write(of(edit.apply(text.substring(offset, offset + length)).replace("\r\n", "\n")));
        }
    }
}
