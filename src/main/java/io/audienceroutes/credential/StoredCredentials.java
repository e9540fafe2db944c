package io.audienceroutes.credential;

import com.fasterxml.jackson.core.type.TypeReference;
import io.audienceroutes.state.EventLog;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.state.StoredJson;
import io.audienceroutes.state.StoredTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** The rows of the credential store in the state database; changes by users are recorded in the audit log. */
public final class StoredCredentials implements CredentialTable {
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

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
                .map((row, context) -> read(row))
                .list();
    }

    private static Optional<CredentialRow> find(Handle handle, String name) {
        return handle.createQuery("SELECT * FROM credential WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> read(row))
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
                .bind("access", row.accessToken().orElse(null))
                .bind("refresh", row.refreshToken().orElse(null))
                .bind("user", row.userName().orElse(null))
                .bind("email", row.userEmail().orElse(null))
                .bind("scopes", StoredJson.write(row.scopes()))
                .bind("advertisers", StoredJson.write(row.advertiserIds()))
                .bind("granted", time(row.grantedAt()))
                .bind("expires", time(row.expiresAt()))
                .bind("refreshExpires", time(row.refreshExpiresAt()))
                .bind("refused", row.refusedFingerprint().orElse(null))
                .bind("refusedAt", time(row.refusedAt()))
                .bind("told", row.refusalTold())
                .execute();
    }

    private static String time(Optional<Instant> time) {
        return time.map(StoredTime::write).orElse(null);
    }

    private static CredentialRow read(ResultSet row) throws SQLException {
        return new CredentialRow(
                row.getString("name"),
                row.getString("id"),
                row.getString("description"),
                Optional.ofNullable(row.getString("access_token")),
                Optional.ofNullable(row.getString("refresh_token")),
                Optional.ofNullable(row.getString("user_name")),
                Optional.ofNullable(row.getString("user_email")),
                StoredJson.read(row.getString("scopes"), TEXTS),
                StoredJson.read(row.getString("advertisers"), TEXTS),
                StoredTime.read(row.getString("granted_at")),
                StoredTime.read(row.getString("expires_at")),
                StoredTime.read(row.getString("refresh_expires_at")),
                Optional.ofNullable(row.getString("refused_fingerprint")),
                StoredTime.read(row.getString("refused_at")),
                row.getBoolean("refusal_told"));
    }
}
