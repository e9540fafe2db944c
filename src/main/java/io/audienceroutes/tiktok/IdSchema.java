package io.audienceroutes.tiktok;

import io.audienceroutes.segment.IdentifierType;

/** TikTok's names for what the identifiers of one mapping call are ({@code id_schema} of segment/mapping). */
public enum IdSchema {
    EMAIL_SHA256(IdentifierType.EMAIL),
    PHONE_SHA256(IdentifierType.PHONE);

    private final IdentifierType type;

    IdSchema(IdentifierType type) {
        this.type = type;
    }

    /** The identifiers that go under this name. */
    public IdentifierType type() {
        return type;
    }

    /** The name that identifiers of this type go under. */
    public static IdSchema of(IdentifierType type) {
        return switch (type) {
            case EMAIL -> EMAIL_SHA256;
            case PHONE -> PHONE_SHA256;
        };
    }
}
