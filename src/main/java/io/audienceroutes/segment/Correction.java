package io.audienceroutes.segment;

import java.util.Locale;

/**
 * Corrections of accepted values before hashing, and domains that may be written in two forms. Counted, so that the
 * owner of a file can fix its export.
 */
public enum Correction {
    NUMERIC_PHONE("telephone numbers stored as decimal numbers, such as 4930901820.0; export the column as text"),
    LINE_WORD("telephone numbers with a line type, such as mob, which was removed"),
    MEXICAN_ONE("Mexican numbers with a 1 after +52, which is no longer dialled and was removed"),
    APOSTROPHE("values with the leading apostrophe of a spreadsheet, which was removed"),
    QUOTES("values in an extra pair of quotes, which were removed"),
    FULL_WIDTH("addresses in full-width characters, read as ASCII"),
    DECOMPOSED("addresses with decomposed accents (NFD), read in composed form (NFC)"),
    UNICODE_DOMAIN(
            "addresses with an international domain in Unicode, sent as they are; their xn-- form counts as another member"),
    ASCII_DOMAIN(
            "addresses with an international domain in xn-- form, sent as they are; their Unicode form counts as another member");

    private final String what;

    Correction(String what) {
        this.what = what;
    }

    /** The corrected values and the correction. */
    public String what() {
        return what;
    }

    /** Stable name for receipts, such as {@code numeric-phone}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
