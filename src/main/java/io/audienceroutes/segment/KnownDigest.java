package io.audienceroutes.segment;

import java.util.Locale;

/**
 * The input of a digest that no customer has: empty values, or test addresses in a form that should not be hashed. It
 * shows how the file was hashed, and that its other values were probably hashed in the same way.
 */
public enum KnownDigest {
    EMPTY_TEXT(true, "the empty text"),
    WHITE_SPACE(true, "white space only"),
    NULL_WORD(true, "a word for no value, such as null"),
    ZERO_DEVICE_ID(true, "the device id that is all zeros"),
    CAPITALS(false, "an address in upper case; convert values to lower case before hashing"),
    BLANKS(false, "an address with leading or trailing white space; trim values before hashing"),
    LINE_END(false, "an address with a line break; remove it before hashing"),
    QUOTES(false, "an address in quotes; remove them before hashing"),
    BYTE_ORDER_MARK(false, "an address with a byte order mark; remove it before hashing"),
    UTF_16(false, "an address in UTF-16; hash the UTF-8 bytes"),
    HASHED_TWICE(false, "the hash of a hashed address; hash the value once");

    private final boolean nothing;
    private final String what;

    KnownDigest(boolean nothing, String what) {
        this.nothing = nothing;
        this.what = what;
    }

    /**
     * Whether no value at all was hashed: such a digest is rejected. Any other is only an indication about its column.
     */
    public boolean ofNothing() {
        return nothing;
    }

    /** What was hashed, and the remedy, if any. */
    public String what() {
        return what;
    }

    /** Stable name for receipts, such as {@code line-end}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
