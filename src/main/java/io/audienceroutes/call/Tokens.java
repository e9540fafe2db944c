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
 * The token of each attempt, and what TikTok's answer says of it. Called by routes {@code make-attempts} and {@code
 * obtain-token}.
 */
public final class Tokens {
    private final Credentials credentials;
    private final CredentialStore store;
    private final Refusals refusals;
    private final Duration renewBefore;
    private final Clock clock;

    /** @param renewBefore how long before its end a token is renewed */
    public Tokens(
            Credentials credentials, CredentialStore store, Refusals refusals, Duration renewBefore, Clock clock) {
        this.credentials = credentials;
        this.store = store;
        this.refusals = refusals;
        this.renewBefore = renewBefore;
        this.clock = clock;
    }

    /** The token that the caller has now; a candidate is taken as it is. */
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
     * Notes a refused token, so that it is not sent again; one that can be renewed, or was exchanged meanwhile, is worth
     * another attempt.
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

    /** Somebody put another token in its place while the call was on its way. */
    private boolean exchanged(String credential, AccessToken used) {
        return credentials
                .find(credential)
                .filter(held -> !held.token().equals(used))
                .isPresent();
    }

    /** Another process may have renewed it meanwhile: then its token is the one to try. */
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
