package io.audienceroutes.credential;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What may be shown of a credential: everything but its tokens.
 *
 * @param origin where its access token is stored now; empty where it has none
 * @param user who gave the grant, where that is known
 * @param scopes TikTok's numbers; empty where they are not known
 * @param advertiserIds the accounts that the grant reached when it was given; empty where they are not known
 * @param expiresAt when the access token ends; empty for one that lives until it is revoked
 * @param renewed whether this product renews the token by itself
 * @param refusedAt when TikTok refused the token that is in force; empty while it is good as far as known
 */
public record Credential(
        String name,
        String description,
        Optional<TokenOrigin> origin,
        Optional<BusinessUser> user,
        List<String> scopes,
        List<String> advertiserIds,
        Optional<Instant> grantedAt,
        Optional<Instant> expiresAt,
        boolean renewed,
        Optional<Instant> refusedAt) {
    public Credential {
        scopes = List.copyOf(scopes);
        advertiserIds = List.copyOf(advertiserIds);
    }

    /** Who gave the grant, as a sentence names them; empty where that is not known. */
    public Optional<String> grantedBy() {
        return user.map(BusinessUser::label).filter(label -> !label.isEmpty());
    }
}
