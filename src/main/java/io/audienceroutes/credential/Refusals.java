package io.audienceroutes.credential;

import io.audienceroutes.state.Sha256;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The access tokens that TikTok refused. A refused token is not sent again: everything that needs its credential stops
 * immediately, one alert is raised, and work resumes once the token is replaced or an operator asks for another
 * attempt.
 */
public final class Refusals {
    private static final int FINGERPRINT_BYTES = 8;

    private final CredentialTable table;
    private final Clock clock;

    /** Stores refusals with the credentials. */
    public Refusals(CredentialTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** TikTok has refused this token of the credential. */
    public void refused(String credential, AccessToken token) {
        String fingerprint = fingerprint(token);
        table.change(
                credential,
                Optional.empty(),
                row -> row.refusedFingerprint().equals(Optional.of(fingerprint))
                        ? row
                        : row.refusal(Optional.of(fingerprint), Optional.of(clock.instant()), false));
    }

    /** Whether TikTok has refused this token. */
    public boolean isRefused(String credential, AccessToken token) {
        return table.find(credential)
                .flatMap(CredentialRow::refusedFingerprint)
                .filter(fingerprint(token)::equals)
                .isPresent();
    }

    /** Whether an alert is due for a refusal: true once for each. */
    public boolean tell(String credential) {
        AtomicBoolean news = new AtomicBoolean(true);
        table.change(credential, Optional.empty(), row -> {
            news.set(!row.refusalTold());
            return row.refusal(row.refusedFingerprint(), row.refusedAt(), true);
        });
        return news.get();
    }

    /** An operator asks for another attempt, even with the same token. */
    public void clear(String credential) {
        if (table.find(credential).isPresent()) {
            table.change(credential, Optional.empty(), row -> row.refusal(Optional.empty(), Optional.empty(), false));
        }
    }

    /** Identifies a token without revealing it: tokens are long and random. */
    static String fingerprint(AccessToken token) {
        return Sha256.hex(token.value()).substring(0, 2 * FINGERPRINT_BYTES);
    }
}
