package io.audienceroutes.credential;

import io.audienceroutes.state.EventLog;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.state.StoredJson;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** The rows of the credential store in the state database; changes by users are recorded in the audit log. */
public final class StoredCredentials implements CredentialTable {
    private final StateDatabase database;
    private final EventLog events;

    /** Stores the rows in the database; times in the audit log come from the clock. */
    public StoredCredentials(StateDatabase database, Clock clock) {
        this.database = database;
        this.events = new EventLog(clock);
    }

    @Override
    public List<CredentialRow> all() {
        return database.read(StoredCredentials::all);
    }

    @Override
    public Optional<CredentialRow> find(String name) {
        return database.read(handle -> find(handle, name));
    }

    @Override
    public CredentialRow change(String name, Optional<Note> note, UnaryOperator<CredentialRow> change) {
        return database.inTransaction(handle -> {
            CredentialRow before = find(handle, name)
                    .orElseGet(() -> CredentialRow.empty(name, UUID.randomUUID().toString()));
            CredentialRow after = change.apply(before);
            write(handle, after);
            note.ifPresent(given -> append(handle, name, given));
            return after;
        });
    }

    @Override
    public int changeAll(Note note, UnaryOperator<CredentialRow> change) {
        return database.inTransaction(handle -> {
            List<CredentialRow> rows = all(handle);
            rows.forEach(row -> {
                write(handle, change.apply(row));
                append(handle, row.name(), note);
            });
            return rows.size();
        });
    }

    @Override
    public boolean remove(String name, Note note) {
        return database.inTransaction(handle -> {
            int removed = handle.createUpdate("DELETE FROM credential WHERE name = :name")
                    .bind("name", name)
                    .execute();
            if (removed > 0) {
                append(handle, name, note);
            }
            return removed > 0;
        });
    }

    private void append(Handle handle, String name, Note note) {
        events.append(handle, "credential:" + name, note.kind(), note.actor(), Map.of("credential", name));
    }

    private static List<CredentialRow> all(Handle handle) {
        return handle.createQuery("SELECT * FROM credential ORDER BY name")
                .mapTo(CredentialRow.class)
                .list();
    }

    private static Optional<CredentialRow> find(Handle handle, String name) {
        return handle.createQuery("SELECT * FROM credential WHERE name = :name")
                .bind("name", name)
                .mapTo(CredentialRow.class)
                .findOne();
    }

    private static void write(Handle handle, CredentialRow row) {
        handle.createUpdate("""
                        INSERT INTO credential (
                          name, id, description, access_token, refresh_token, user_name, user_email, scopes,
                          advertisers, granted_at, expires_at, refresh_expires_at, refused_fingerprint,
                          refused_at, refusal_told)
                        VALUES (
                          :name, :id, :description, :access, :refresh, :user, :email, :scopes, :advertisers,
                          :granted, :expires, :refreshExpires, :refused, :refusedAt, :told)
                        ON CONFLICT (name) DO UPDATE
                        SET description = :description,
                            access_token = :access,
                            refresh_token = :refresh,
                            user_name = :user,
                            user_email = :email,
                            scopes = :scopes,
                            advertisers = :advertisers,
                            granted_at = :granted,
                            expires_at = :expires,
                            refresh_expires_at = :refreshExpires,
                            refused_fingerprint = :refused,
                            refused_at = :refusedAt,
                            refusal_told = :told
                        """)
                .bind("name", row.name())
                .bind("id", row.id())
                .bind("description", row.description())
                .bind("access", row.accessToken())
                .bind("refresh", row.refreshToken())
                .bind("user", row.userName())
                .bind("email", row.userEmail())
                .bind("scopes", StoredJson.write(row.scopes()))
                .bind("advertisers", StoredJson.write(row.advertiserIds()))
                .bind("granted", row.grantedAt())
                .bind("expires", row.expiresAt())
                .bind("refreshExpires", row.refreshExpiresAt())
                .bind("refused", row.refusedFingerprint())
                .bind("refusedAt", row.refusedAt())
                .bind("told", row.refusalTold())
                .execute();
    }
}
