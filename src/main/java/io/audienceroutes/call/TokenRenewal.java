package io.audienceroutes.call;

import io.audienceroutes.credential.AccessToken;
import io.audienceroutes.credential.CredentialMissing;
import io.audienceroutes.credential.CredentialStore;
import io.audienceroutes.credential.Credentials;
import io.audienceroutes.credential.HeldToken;
import io.audienceroutes.credential.Refusals;
import io.audienceroutes.tiktok.AccessGrant;
import io.audienceroutes.tiktok.PaceClock;
import io.audienceroutes.tiktok.ReplyReader;
import io.audienceroutes.tiktok.TikTokCalls;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/**
 * Renews a token that expires: one thread of one process at a time, and the new pair of tokens is in the store before
 * either is used. Called by route {@code renew-token}.
 */
public final class TokenRenewal {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Credentials credentials;
    private final CredentialStore store;
    private final Refusals refusals;
    private final Tokens tokens;
    private final RenewalTurns turns;
    private final ReplyReader reader;
    private final PaceClock pause;
    private final Clock clock;
    private final TikTokCalls calls = new TikTokCalls();

    /** Renews what the store holds. */
    public TokenRenewal(
            Credentials credentials,
            CredentialStore store,
            Refusals refusals,
            Tokens tokens,
            RenewalTurns turns,
            ReplyReader reader,
            PaceClock pause,
            Clock clock) {
        this.credentials = credentials;
        this.store = store;
        this.refusals = refusals;
        this.tokens = tokens;
        this.turns = turns;
        this.reader = reader;
        this.pause = pause;
        this.clock = clock;
    }

    /** Waits for its turn; usually the previous holder has renewed the token, and nothing is left to do. */
    public Renewal begin(@Variable("tokenInHand") TokenInHand stale) {
        long began = pause.nanos();
        while (true) {
            RenewalTurns.Turn turn = turns.take(stale.credential());
            if (turn.taken()) {
                return begin(stale, turn);
            }
            if (pause.nanos() - began > PATIENCE.toNanos()) {
                throw reader.renewalTakesLong(stale.credential());
            }
            rest(stale.credential());
        }
    }

    private Renewal begin(TokenInHand stale, RenewalTurns.Turn turn) {
        try {
            HeldToken held = credentials.require(stale.credential());
            Optional<AccessToken> refreshToken = store.refreshToken(stale.credential());
            if (!tokens.renewalDue(held, clock.instant()) || refreshToken.isEmpty()) {
                turn.giveBack().run();
                return new Renewal(stale.credential(), held.token(), Optional.empty(), turn);
            }
            SignedCall call = SignedCall.unsigned(calls.renewToken(
                    requireApp(stale.credential(), credentials.appId(stale.credential())),
                    requireApp(stale.credential(), credentials.appSecret(stale.credential())),
                    refreshToken.get().value()));
            return new Renewal(stale.credential(), held.token(), Optional.of(call), turn);
        } catch (RuntimeException e) {
            turn.giveBack().run();
            throw e;
        }
    }

    /** The call that renews. */
    public SignedCall call(@Variable("renewal") Renewal renewal) {
        return renewal.call().orElseThrow();
    }

    /**
     * Stores the new tokens, or throws the failure; if TikTok refuses a refresh token, the grant is no longer valid.
     */
    public void keep(@Variable("renewal") Renewal renewal, @Body TikTokAnswer answer) {
        try {
            if (answer instanceof TikTokAnswer.Refused refused) {
                if (refused.reason().grantRefused()) {
                    refusals.refused(renewal.credential(), renewal.expired());
                }
                throw refused.reason();
            }
            AccessGrant grant = reader.accessGrant(((TikTokAnswer.Accepted) answer).reply());
            store.renew(
                    renewal.credential(),
                    NewGrant.of(grant, clock.instant(), store.refreshToken(renewal.credential())));
        } finally {
            renewal.turn().giveBack().run();
        }
    }

    private void rest(String credential) {
        try {
            pause.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reader.renewalTakesLong(credential);
        }
    }

    private static String requireApp(String credential, Optional<String> value) {
        return value.orElseThrow(() -> CredentialMissing.ofApp(credential));
    }

    /** A renewal in progress. Variable {@code renewal} of route {@code renew-token}. */
    public record Renewal(String credential, AccessToken expired, Optional<SignedCall> call, RenewalTurns.Turn turn) {
        /** Whether TikTok has to be called; another thread or process may already have renewed the token. */
        public boolean due() {
            return call.isPresent();
        }
    }
}
