package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.ErrorKind;
import io.audienceroutes.tiktok.TikTokCall.Effect;
import java.util.OptionalInt;

/**
 * A call to TikTok that did not end with {@code code} 0. Its subclasses determine what the delivery does; the message
 * says what was attempted, what TikTok returned, what that means and which workflow action resolves it.
 */
public abstract sealed class TikTokException extends RuntimeException
        permits TikTokThrottled,
                TikTokTransient,
                TikTokEffectUnknown,
                TikTokNotReady,
                TikTokContentRefused,
                TikTokPermanent {
    private static final int TOKEN_EXPIRED = 40102;
    private static final String INVALID_CREDENTIALS = "invalid-credentials";

    private final Fault fault;

    TikTokException(Fault fault) {
        super(fault.text());
        this.fault = fault;
    }

    /** What the delivery does about it. */
    public abstract ErrorKind kind();

    /** TikTok's return code; empty when no answer with a code came. */
    public OptionalInt code() {
        return fault.code();
    }

    /** TikTok's message, bounded and escaped; empty when there is none. */
    public String tiktokMessage() {
        return fault.message();
    }

    /** TikTok's id of the call, for its support; empty when there is none. */
    public String requestId() {
        return fault.requestId();
    }

    /** Empty when no answer came. */
    public OptionalInt httpStatus() {
        return fault.httpStatus();
    }

    /** The purpose of the call, such as "add 10,000 members to audience 123". */
    public String attempted() {
        return fault.attempted();
    }

    /** What the call changes. */
    public Effect effect() {
        return fault.effect();
    }

    /** Whether the change, or a part of it, may have been made anyway. */
    public boolean mayHaveTakenEffect() {
        return kind() == ErrorKind.EFFECT_UNKNOWN;
    }

    /** Whether the access token had expired, so that a renewed one may be accepted. */
    public boolean tokenExpired() {
        return code().equals(OptionalInt.of(TOKEN_EXPIRED));
    }

    /** Whether the grant of the access token is no longer valid. */
    public boolean grantRefused() {
        return actionId().equals(INVALID_CREDENTIALS);
    }

    /** The id of the workflow action that resolves it. */
    public String actionId() {
        return fault.entry().action().id();
    }
}
