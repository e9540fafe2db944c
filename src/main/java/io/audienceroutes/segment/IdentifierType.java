package io.audienceroutes.segment;

/** A kind of identifier that a segment file carries in a column of its own. */
public enum IdentifierType {
    /** An e-mail address. */
    EMAIL,
    /** A telephone number, hashed in E.164 form with its leading plus sign. */
    PHONE
}
