package io.audienceroutes.credential;

import io.audienceroutes.credential.CredentialTable.Note;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The stored grants: tokens are encrypted in the state database, with a key that is stored elsewhere. Each change of a
 * credential is one transaction, and the next call in any process uses it.
 */
public final class CredentialStore {
    private static final String ACCESS = "access-token";
    private static final String REFRESH = "refresh-token";
    private static final String USER = "user-name";
    private static final String EMAIL = "user-email";

    /** A rotation in another process may change key and row between two reads, but not three times in a row. */
    private static final int READS = 3;

    private final CredentialTable table;
    private final MasterKeys keys;
    private final Clock clock;

    /** Stores rows in the table, encrypted with the keys. */
    public CredentialStore(CredentialTable table, MasterKeys keys, Clock clock) {
        this.table = table;
        this.keys = keys;
        this.clock = clock;
    }

    /** The names of the stored credentials. */
    public List<String> names() {
        return table.all().stream().map(CredentialRow::name).toList();
    }

    /** The stored access token of this credential, if any. */
    public Optional<HeldToken> token(String name) {
        return opened(name, row -> open(row, ACCESS, row.accessToken()))
                .map(token -> new HeldToken(
                        name,
                        new AccessToken(token.value()),
                        TokenOrigin.STORE,
                        token.row().refreshToken().isPresent() ? token.row().expiresAt() : Optional.empty()));
    }

    /** The refresh token, if any. */
    public Optional<AccessToken> refreshToken(String name) {
        return opened(name, row -> open(row, REFRESH, row.refreshToken())).map(token -> new AccessToken(token.value()));
    }

    /** The business user who gave the grant, if known. */
    public Optional<BusinessUser> user(String name) {
        return opened(name, row -> open(row, USER, row.userName()))
                .map(user -> new BusinessUser(
                        user.value(),
                        opened(name, row -> open(row, EMAIL, row.userEmail()))
                                .map(Opened::value)
                                .orElse("")));
    }

    /** Sets the description of a credential, and creates the credential if it is new. */
    public void describe(String name, String description, String actor) {
        Secrets.requireName("credential", name);
        table.change(name, note("credential-described", actor), row -> row.described(description));
    }

    /** Replaces the grant; a refusal of the old one no longer counts. */
    public void keep(String name, Grant grant, String actor) {
        Secrets.requireName("credential", name);
        KeyRing ring = ringToSeal();
        Instant now = clock.instant();
        table.change(
                name,
                note("credential-granted", actor),
                row -> withTokens(ring, row, grant, Optional.empty(), Optional.empty())
                        .reaching(grant.scopes(), grant.advertiserIds(), now)
                        .refusal(Optional.empty(), Optional.empty(), false));
    }

    /** Stores a renewed token; the granting user and the permissions stay. New tokens are stored before one is used. */
    public void renew(String name, Grant grant) {
        KeyRing ring = ringToSeal();
        table.change(
                name,
                note("credential-renewed", "product"),
                row -> withTokens(ring, row, grant, row.userName(), row.userEmail())
                        .refusal(Optional.empty(), Optional.empty(), false));
    }

    /** Stores who gave the grant. */
    public void grantedBy(String name, BusinessUser user) {
        KeyRing ring = ringToSeal();
        table.change(
                name,
                Optional.empty(),
                row -> row.secrets(
                        row.accessToken(),
                        row.refreshToken(),
                        Optional.of(ring.seal(row.id(), USER, user.displayName())),
                        Optional.of(ring.seal(row.id(), EMAIL, user.maskedEmail()))));
    }

    /** Stores what the grant reaches according to a check. */
    public void reaches(String name, List<String> advertiserIds) {
        table.change(
                name,
                Optional.empty(),
                row -> row.reaching(row.scopes(), advertiserIds, row.grantedAt().orElse(clock.instant())));
    }

    /** Marks the access token as expired, so that the next call renews it first. */
    public void expire(String name) {
        table.change(name, Optional.empty(), row -> row.expiring(Optional.of(clock.instant()), row.refreshExpiresAt()));
    }

    /** Deletes a credential. Returns whether there was one. */
    public boolean remove(String name, String actor) {
        return table.remove(name, new Note("credential-removed", actor));
    }

    /**
     * Re-encrypts everything in one transaction. A key file is replaced with a new key; an external key must be
     * replaced first, with the old one as the previous key. If the process is killed at any point, everything can still
     * be decrypted, and a second call completes the first.
     *
     * @return how many credentials were re-encrypted
     */
    public int rotate(String actor) {
        boolean ours = !keys.fromOutside();
        KeyRing ring = ours ? keys.beginRotation() : ringToSeal();
        int changed = table.changeAll(new Note("master-key-rotated", actor), row -> sealedAnew(ring, row));
        if (ours) {
            keys.endRotation();
        }
        return changed;
    }

    /** Whether there is a key yet. */
    public boolean hasKey() {
        return keys.exist();
    }

    /** Where the key is stored, for people. */
    public String keyPlace() {
        return keys.place();
    }

    CredentialTable table() {
        return table;
    }

    private static CredentialRow withTokens(
            KeyRing ring, CredentialRow row, Grant grant, Optional<String> user, Optional<String> email) {
        Optional<String> refresh = grant.renewal()
                .map(renewal ->
                        ring.seal(row.id(), REFRESH, renewal.refreshToken().value()));
        return row.secrets(Optional.of(ring.seal(row.id(), ACCESS, grant.token().value())), refresh, user, email)
                .expiring(
                        grant.renewal().map(Grant.Renewal::expiresAt),
                        grant.renewal().flatMap(Grant.Renewal::renewableUntil));
    }

    private CredentialRow sealedAnew(KeyRing ring, CredentialRow row) {
        return row.secrets(
                again(ring, row, ACCESS, row.accessToken()),
                again(ring, row, REFRESH, row.refreshToken()),
                again(ring, row, USER, row.userName()),
                again(ring, row, EMAIL, row.userEmail()));
    }

    private Optional<String> again(KeyRing ring, CredentialRow row, String field, Optional<String> sealed) {
        return sealed.map(value -> ring.seal(
                row.id(), field, ring.open(row.id(), field, value).orElseThrow(() -> cannotOpen(row.name()))));
    }

    /** A missing key must not be replaced while data is encrypted with it: that data could never be decrypted again. */
    private KeyRing ringToSeal() {
        Optional<KeyRing> ring = keys.find();
        if (ring.isEmpty()
                && table.all().stream().anyMatch(row -> row.accessToken().isPresent())) {
            throw new SecretRefused(
                    "The master key is missing (" + keys.place()
                            + "), but the credential store contains tokens that are encrypted with it. Restore the key from its backup;"
                            + " or remove these credentials (audience-routes credentials remove NAME) and authorise them again.");
        }
        return ring.orElseGet(keys::orNew);
    }

    private Optional<Opened> opened(String name, Function<CredentialRow, Optional<Opening>> opening) {
        for (int read = 1; read <= READS; read++) {
            Optional<CredentialRow> row = table.find(name);
            Optional<Opening> closed = row.flatMap(opening);
            if (closed.isEmpty()) {
                return Optional.empty();
            }
            Optional<String> value = keys.find().flatMap(ring -> closed.get().with(ring));
            if (value.isPresent()) {
                return value.map(text -> new Opened(row.get(), text));
            }
        }
        throw cannotOpen(name);
    }

    private static Optional<Opening> open(CredentialRow row, String field, Optional<String> sealed) {
        return sealed.map(value -> ring -> ring.open(row.id(), field, value));
    }

    private SecretRefused cannotOpen(String name) {
        return new SecretRefused("Cannot decrypt what the credential store contains for " + name
                + ": the master key (" + keys.place()
                + ") is missing or is not the one that it was encrypted with. Restore the right"
                + " key from its backup, or authorise the credential again: audience-routes credentials authorize "
                + name);
    }

    private static Optional<Note> note(String kind, String actor) {
        return Optional.of(new Note(kind, actor));
    }

    /** Decrypts one field. */
    private interface Opening {
        Optional<String> with(KeyRing ring);
    }

    private record Opened(CredentialRow row, String value) {
        @Override
        public String toString() {
            return row.toString();
        }
    }
}
