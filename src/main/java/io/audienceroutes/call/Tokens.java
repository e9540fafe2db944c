package io.audienceroutes.call;

import io.audienceroutes.credential.AccessToken;
import io.audienceroutes.credential.CredentialStore;
import io.audienceroutes.credential.Credentials;
import io.audienceroutes.credential.HeldToken;
import io.audienceroutes.credential.Refusals;
import io.audienceroutes.credential.TokenOrigin;
import io.audienceroutes.tiktok.TikTokException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * The token of each attempt, and what TikTok's response says about it. Called by routes {@code make-attempts} and
 * {@code obtain-token}.
 */
public final class Tokens {
    private final Credentials credentials;
    private final CredentialStore store;
    private final Refusals refusals;
    private final Duration renewBefore;
    private final Clock clock;

    /**
     * @param renewBefore how long before its expiry a token is renewed
     */
    public Tokens(
            Credentials credentials, CredentialStore store, Refusals refusals, Duration renewBefore, Clock clock) {
        this.credentials = credentials;
        this.store = store;
        this.refusals = refusals;
        this.renewBefore = renewBefore;
        this.clock = clock;
    }

    /** The caller's current token; a candidate is used as it is. */
    public TokenInHand inHand(@Variable("attempt") Attempt attempt) {
        Caller caller = attempt.caller();
        if (caller.candidate().isPresent()) {
            return new TokenInHand(caller.credential(), caller.candidate().get(), false);
        }
        HeldToken held = credentials.require(caller.credential());
        return TokenInHand.of(held, renewalDue(held, clock.instant()));
    }

    boolean renewalDue(HeldToken held, Instant now) {
        return held.expiresAt()
                .filter(end -> !now.isBefore(end.minus(renewBefore)))
                .isPresent();
    }

    /**
     * Records a refused token, so that it is not sent again. If it can be renewed or was replaced in the meantime,
     * another attempt is made.
     */
    public TikTokAnswer weigh(
            @Variable("attempt") Attempt attempt, @Variable("signedCall") SignedCall call, @Body TikTokAnswer answer) {
        if (!(answer instanceof TikTokAnswer.Refused refused)
                || attempt.caller().candidate().isPresent()
                || call.token().isEmpty()) {
            return answer;
        }
        String credential = attempt.caller().credential();
        TikTokException reason = refused.reason();
        if (reason.tokenExpired() && renewable(credential, call.token().get())) {
            return new TikTokAnswer.Refused(reason, true);
        }
        if (!reason.grantRefused()) {
            return answer;
        }
        if (exchanged(credential, call.token().get())) {
            return new TikTokAnswer.Refused(reason, true);
        }
        refusals.refused(credential, call.token().get());
        return answer;
    }

    /** The token was replaced while the call was in flight. */
    private boolean exchanged(String credential, AccessToken used) {
        return credentials
                .find(credential)
                .filter(held -> !held.token().equals(used))
                .isPresent();
    }

    /** Another process may have renewed it in the meantime: then that token is tried. */
    private boolean renewable(String credential, AccessToken used) {
        Optional<HeldToken> held = credentials
                .find(credential)
                .filter(token -> token.origin() == TokenOrigin.STORE)
                .filter(token -> token.expiresAt().isPresent());
        if (held.filter(token -> token.token().equals(used)).isPresent()) {
            store.expire(credential);
        }
        return held.isPresent();
    }
}
