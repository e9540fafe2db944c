package io.audienceroutes.credential;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What may be shown of a credential: everything except its tokens.
 *
 * @param origin where its access token is stored; empty if it has none
 * @param user who gave the grant, if known
 * @param scopes TikTok's numbers; empty where they are not known
 * @param advertiserIds the accounts that the grant reached when it was given; empty where they are not known
 * @param expiresAt when the access token expires; empty if it is valid until revoked
 * @param renewed whether this product renews the token automatically
 * @param refusedAt when TikTok refused the current token; empty if it is not known to be refused
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

    /** Who gave the grant, for use in a sentence; empty if unknown. */
    public Optional<String> grantedBy() {
        return user.map(BusinessUser::label).filter(label -> !label.isEmpty());
    }

    /** In a word or two: whether calls are signed with it. */
    public String state() {
        if (origin.isEmpty()) {
            return "no token";
        }
        return refusedAt.isPresent() ? "refused" : "in use";
    }
}
