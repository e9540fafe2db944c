package io.audienceroutes.tiktok;

import io.audienceroutes.segment.DigestType;

/**
 * TikTok's names for the identifier types of a mapping call ({@code id_schema} of segment/mapping): the complete list
 * of its documentation. It has no name for a plain IDFA or AAID.
 */
public enum IdSchema {
    EMAIL_SHA256(DigestType.EMAIL_SHA256),
    PHONE_SHA256(DigestType.PHONE_SHA256),
    AAID_SHA256(DigestType.AAID_SHA256),
    AAID_MD5(DigestType.AAID_MD5),
    IDFA_SHA256(DigestType.IDFA_SHA256),
    IDFA_MD5(DigestType.IDFA_MD5);

    private final DigestType digests;

    IdSchema(DigestType digests) {
        this.digests = digests;
    }

    /** The digest type with this name. */
    public DigestType digests() {
        return digests;
    }

    /** The name for digests of this type. */
    public static IdSchema of(DigestType digests) {
        return switch (digests) {
            case EMAIL_SHA256 -> EMAIL_SHA256;
            case PHONE_SHA256 -> PHONE_SHA256;
            case AAID_SHA256 -> AAID_SHA256;
            case AAID_MD5 -> AAID_MD5;
            case IDFA_SHA256 -> IDFA_SHA256;
            case IDFA_MD5 -> IDFA_MD5;
        };
    }
}
