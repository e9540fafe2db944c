package io.audienceroutes.people;

/** A request about people, sessions or tokens that cannot be done; the message is for the one who asked. */
public final class PeopleRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What kind of refusal it is, by which the API chooses a status. */
    public enum Kind {
        /** A value does not have the form that is expected. */
        INVALID,
        /** The password is too short, too common or the name. */
        PASSWORD_NOT_ACCEPTED,
        /** The current password is not right. */
        WRONG_PASSWORD,
        /** Too many attempts failed. */
        LOCKED,
        /** There is no such person or token. */
        UNKNOWN,
        /** The name is taken, or the state does not allow the change. */
        CONFLICT,
        /** The one-time link was used, has expired or was replaced. */
        INVITATION_INVALID,
        /** The identity provider did not vouch for the person, or gave no role. */
        NOT_ADMITTED,
        /** The identity provider does not answer, or not as one. */
        PROVIDER_UNUSABLE,
        /** Too many passwords are being checked at this moment. */
        BUSY
    }

    PeopleRefused(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** By which the API chooses a status. */
    public Kind kind() {
        return kind;
    }
}
