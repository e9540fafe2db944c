package io.audienceroutes.format;

import java.util.Locale;

/** The delimiter between two fields of a record. */
public enum Delimiter {
    COMMA(','),
    SEMICOLON(';'),
    TAB('\t'),
    PIPE('|');

    private final char character;

    Delimiter(char character) {
        this.character = character;
    }

    /** The character itself. */
    public char character() {
        return character;
    }

    /** The name in settings, routes and receipts. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
