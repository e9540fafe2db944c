package io.audienceroutes.segment;

/** A kind of identifier in a segment file, with its own columns. */
public enum IdentifierType {
    /** An e-mail address, hashed after trimming and lower-casing (and stripping, where the {@link EmailRule} says so). */
    EMAIL,
    /** A telephone number, hashed in E.164 form with its leading plus sign. */
    PHONE,
    /** Android's advertising id, also called GAID: a UUID, hashed in lower case. */
    AAID,
    /** Apple's identifier for advertisers: a UUID, hashed in lower case. */
    IDFA
}
