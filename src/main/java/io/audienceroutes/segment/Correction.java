package io.audienceroutes.segment;

import java.util.Locale;

/**
 * What accepted values were freed from before they were hashed, or, with the two forms of a domain, may be written in
 * two ways. Counted, so that the owner of a file can have it written right.
 */
public enum Correction {
    NUMERIC_PHONE("telephone numbers stored as decimal numbers, such as 4930901820.0; export the column as text"),
    LINE_WORD("telephone numbers with a word for the kind of line, such as mob, which was left out"),
    MEXICAN_ONE("Mexican numbers with a 1 behind +52, which is no longer dialled and was left out"),
    APOSTROPHE("values with the apostrophe of a spreadsheet in front, which was left out"),
    QUOTES("values in an extra pair of quotes, which were left out"),
    FULL_WIDTH("addresses in full-width characters, read as ASCII"),
    DECOMPOSED("addresses with decomposed accents (NFD), read in composed form (NFC)"),
    UNICODE_DOMAIN("addresses with an international domain in Unicode, sent so; their xn-- form is another member"),
    ASCII_DOMAIN("addresses with an international domain in xn-- form, sent so; their Unicode form is another member");

    private final String what;

    Correction(String what) {
        this.what = what;
    }

    /** Which values are counted, and what became of them. */
    public String what() {
        return what;
    }

    /** Stable name for receipts, such as {@code numeric-phone}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
