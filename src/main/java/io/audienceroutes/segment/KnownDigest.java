package io.audienceroutes.segment;

import java.util.Locale;

/**
 * What a digest is made of that no customer has: of nothing at all, or of an address that testers use, in a form that
 * nobody should hash. It tells how a file was hashed before it came, and that its neighbours were hashed so too.
 */
public enum KnownDigest {
    EMPTY_TEXT(true, "the empty text"),
    WHITE_SPACE(true, "white space only"),
    NULL_WORD(true, "a word for no value, such as null"),
    ZERO_DEVICE_ID(true, "the device id of zeros only"),
    CAPITALS(false, "an address in capitals; lower-case values before hashing them"),
    BLANKS(false, "an address with white space at its ends; trim values before hashing them"),
    LINE_END(false, "an address with its line end; cut it off before hashing"),
    QUOTES(false, "an address in quotes; take them off before hashing"),
    BYTE_ORDER_MARK(false, "an address with a byte order mark; remove it before hashing"),
    UTF_16(false, "an address in UTF-16; hash the bytes of UTF-8"),
    HASHED_TWICE(false, "the digest of an address; hash the value itself, once");

    private final boolean nothing;
    private final String what;

    KnownDigest(boolean nothing, String what) {
        this.nothing = nothing;
        this.what = what;
    }

    /** Whether no value at all was hashed: such a digest is rejected. Any other only casts doubt on its column. */
    public boolean ofNothing() {
        return nothing;
    }

    /** What was hashed, and what to do where that is a fault. */
    public String what() {
        return what;
    }

    /** Stable name for receipts, such as {@code line-end}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
