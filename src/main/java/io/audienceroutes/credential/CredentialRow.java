package io.audienceroutes.credential;

import io.audienceroutes.state.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * A credential as stored in the database.
 *
 * @param id random and permanent: encrypted fields are bound to it
 * @param accessToken encrypted, like {@code refreshToken}, {@code userName} and {@code userEmail}
 * @param scopes TikTok's numbers as text
 * @param grantedAt when the grant was stored
 * @param expiresAt when the access token expires; empty if it is valid until revoked
 * @param refusedFingerprint of the access token that TikTok refused
 * @param refusalTold whether an alert was raised for the refusal
 */
public record CredentialRow(
        String name,
        String id,
        String description,
        Optional<String> accessToken,
        Optional<String> refreshToken,
        Optional<String> userName,
        Optional<String> userEmail,
        @Json List<String> scopes,
        @Json @ColumnName("advertisers") List<String> advertiserIds,
        Optional<Instant> grantedAt,
        Optional<Instant> expiresAt,
        Optional<Instant> refreshExpiresAt,
        Optional<String> refusedFingerprint,
        Optional<Instant> refusedAt,
        boolean refusalTold) {
    public CredentialRow {
        scopes = List.copyOf(scopes);
        advertiserIds = List.copyOf(advertiserIds);
    }

    /** A credential without any data yet. */
    public static CredentialRow empty(String name, String id) {
        return new CredentialRow(
                name,
                id,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    CredentialRow described(String text) {
        return new CredentialRow(
                name,
                id,
                text,
                accessToken,
                refreshToken,
                userName,
                userEmail,
                scopes,
                advertiserIds,
                grantedAt,
                expiresAt,
                refreshExpiresAt,
                refusedFingerprint,
                refusedAt,
                refusalTold);
    }

    CredentialRow secrets(
            Optional<String> access, Optional<String> refresh, Optional<String> user, Optional<String> email) {
        return new CredentialRow(
                name,
                id,
                description,
                access,
                refresh,
                user,
                email,
                scopes,
                advertiserIds,
                grantedAt,
                expiresAt,
                refreshExpiresAt,
                refusedFingerprint,
                refusedAt,
                refusalTold);
    }

    CredentialRow reaching(List<String> granted, List<String> advertisers, Instant at) {
        return new CredentialRow(
                name,
                id,
                description,
                accessToken,
                refreshToken,
                userName,
                userEmail,
                granted,
                advertisers,
                Optional.of(at),
                expiresAt,
                refreshExpiresAt,
                refusedFingerprint,
                refusedAt,
                refusalTold);
    }

    CredentialRow expiring(Optional<Instant> access, Optional<Instant> refresh) {
        return new CredentialRow(
                name,
                id,
                description,
                accessToken,
                refreshToken,
                userName,
                userEmail,
                scopes,
                advertiserIds,
                grantedAt,
                access,
                refresh,
                refusedFingerprint,
                refusedAt,
                refusalTold);
    }

    CredentialRow refusal(Optional<String> fingerprint, Optional<Instant> at, boolean told) {
        return new CredentialRow(
                name,
                id,
                description,
                accessToken,
                refreshToken,
                userName,
                userEmail,
                scopes,
                advertiserIds,
                grantedAt,
                expiresAt,
                refreshExpiresAt,
                fingerprint,
                at,
                told);
    }

    /** Without the encrypted fields. */
    @Override
    public String toString() {
        return "credential " + name;
    }
}
