package io.audienceroutes.segment;

import java.util.Locale;

/** Why a cell, or a row without any identifier, is not delivered; each with the sentence that says what to do. */
public enum RejectReason {
    GROUP_UNKNOWN(
            "Write a group that the destination lists, or remove the row; a row without a known group is not sent."),
    NO_IDENTIFIER("Fill in at least one of the identifier columns, or remove the row."),
    EMAIL_MALFORMED("Write one address as name@domain, with one @ and without leading, trailing or double dots."),
    EMAIL_DOMAIN_INVALID(
            "Correct the part after the @: a full domain such as example.com, of letters, digits, hyphens and dots."),
    EMAIL_INNER_SPACE("Remove the white space inside the address, and keep one address to a cell."),
    EMAIL_QUOTED("Write the address without quotes; an address whose name part needs them cannot be matched."),
    EMAIL_EMPTY_WHEN_STRIPPED(
            "Nothing is left of the name part without its +tag; correct it, or use the plain e-mail rule."),
    PHONE_INVALID("Write a number that exists, best with plus sign and country code, such as +442071838750."),
    PHONE_REGION_MISSING(
            "Write the number with plus sign and country code, or set phoneRegion to the region of such numbers."),
    PHONE_EXTENSION("Write the number without its extension: an extension cannot be dialled from outside."),
    PHONE_MASKED("Export the whole number: some of its digits were replaced by signs such as X or *."),
    PHONE_LETTERS("Write the number in digits only: letters are not turned into digits, and remarks belong elsewhere."),
    PHONE_TWO_NUMBERS(
            "Write one number to a cell, or set valueSeparator to the sign that always stands between two of them."),
    PHONE_DATE("Check which column is named: this value looks like a date."),
    PHONE_DIGITS_LOST(
            "Export the column as text: in scientific notation, such as 4.9E12, the last digits of the number are lost."),
    PHONE_DIAL_CODE("Write the number without the code in front of it, such as *67 or #31#."),
    DEVICE_ID_MALFORMED(
            "Write the id as 32 hexadecimal digits with hyphens (8-4-4-4-12), or its SHA-256 or MD5 digest."),
    DEVICE_ID_ZERO("Leave the id out: one of zeros only belongs to a device whose owner does not allow tracking."),
    CONTROL_CHARACTER("Remove the control or invisible character inside the value."),
    UNDECODABLE_BYTES("Export the file in UTF-8: this value holds bytes that are not."),
    DIGEST_OF_NOTHING(
            "Leave the value out: it is the digest of an empty text, of a word such as null, or of an id of zeros."),
    MD5_NOT_ACCEPTED("Supply the raw value or its SHA-256 digest (64 hexadecimal digits): MD5 is not accepted here.");

    private final String remedy;

    RejectReason(String remedy) {
        this.remedy = remedy;
    }

    /** Stable name for rejects files and receipts, such as {@code email-inner-space}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the owner of the file does about it, in one sentence. */
    public String remedy() {
        return remedy;
    }
}
