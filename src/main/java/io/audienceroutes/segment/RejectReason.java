package io.audienceroutes.segment;

import java.util.Locale;

/** Why a cell, or a row without any identifier, is not delivered; each with a remedy. */
public enum RejectReason {
    GROUP_UNKNOWN(
            "Use a group that the destination lists, or remove the row; rows without a known group are not sent."),
    NO_IDENTIFIER("Fill in at least one of the identifier columns, or remove the row."),
    EMAIL_MALFORMED("Use the form name@domain, with one @ and without leading, trailing or double dots."),
    EMAIL_DOMAIN_INVALID(
            "Correct the part after the @: it must be a full domain such as example.com, with letters, digits, hyphens and dots only."),
    EMAIL_INNER_SPACE("Remove the white space inside the address, and put only one address in a cell."),
    EMAIL_QUOTED("Remove the quotes; an address whose name part needs quotes cannot be matched."),
    EMAIL_EMPTY_WHEN_STRIPPED("Without its +tag, the name part is empty; correct it, or use the plain e-mail rule."),
    PHONE_INVALID("Use an existing number, preferably with plus sign and country code, such as +442071838750."),
    PHONE_REGION_MISSING("Use plus sign and country code, or set phoneRegion to the region of these numbers."),
    PHONE_EXTENSION("Remove the extension: it cannot be dialled from outside."),
    PHONE_MASKED("Export the complete number: some of its digits were replaced by characters such as X or *."),
    PHONE_LETTERS("Use digits only: letters are not converted to digits, and comments do not belong in this column."),
    PHONE_TWO_NUMBERS("Put only one number in a cell, or set valueSeparator to the character that separates them."),
    PHONE_DATE("Check the configured column: this value looks like a date."),
    PHONE_DIGITS_LOST(
            "Export the column as text: in scientific notation, such as 4.9E12, the last digits of the number are lost."),
    PHONE_DIAL_CODE("Remove the service code before the number, such as *67 or #31#."),
    DEVICE_ID_MALFORMED("Use 32 hexadecimal digits with hyphens (8-4-4-4-12), or the id's SHA-256 or MD5 hash."),
    DEVICE_ID_ZERO("Remove the id: an id of all zeros belongs to a device whose owner does not allow tracking."),
    CONTROL_CHARACTER("Remove the control or invisible character inside the value."),
    UNDECODABLE_BYTES("Export the file in UTF-8: this value contains other bytes."),
    DIGEST_OF_NOTHING(
            "Remove the value: it is the hash of an empty text, of a word such as null, or of an id of all zeros."),
    MD5_NOT_ACCEPTED("Use the raw value or its SHA-256 hash (64 hexadecimal digits): MD5 is not accepted here.");

    private final String remedy;

    RejectReason(String remedy) {
        this.remedy = remedy;
    }

    /** Stable name for rejects files and receipts, such as {@code email-inner-space}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The remedy, in one sentence. */
    public String remedy() {
        return remedy;
    }
}
