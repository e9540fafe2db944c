package io.audienceroutes.credential;

import io.audienceroutes.state.Sha256;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The access tokens that TikTok refused. One that was refused is not sent again: everything that needs its credential
 * stops at once, one alert is raised, and it goes on once another token is in its place or a person asks for another
 * try.
 */
public final class Refusals {
    private static final int FINGERPRINT_BYTES = 8;

    private final CredentialTable table;
    private final Clock clock;

    /** Keeps refusals beside the credentials. */
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

    /** Whether people have to be told of a refusal now: true once for each. */
    public boolean tell(String credential) {
        AtomicBoolean news = new AtomicBoolean(true);
        table.change(credential, Optional.empty(), row -> {
            news.set(!row.refusalTold());
            return row.refusal(row.refusedFingerprint(), row.refusedAt(), true);
        });
        return news.get();
    }

    /** A person asks for another try, with the same token too. */
    public void clear(String credential) {
        if (table.find(credential).isPresent()) {
            table.change(credential, Optional.empty(), row -> row.refusal(Optional.empty(), Optional.empty(), false));
        }
    }

    /** Tells one token from another and says nothing about it: a token is long and random. */
    static String fingerprint(AccessToken token) {
        return Sha256.hex(token.value()).substring(0, 2 * FINGERPRINT_BYTES);
    }
}
