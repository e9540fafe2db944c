package io.audienceroutes.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.credential.Credential;
import java.time.Instant;
import java.util.List;

/**
 * What may be shown of a credential; never a token.
 *
 * @param origin where its token is kept; none where it has none
 * @param grantedBy the business user who gave the grant
 * @param refusedAt when TikTok refused the token that it has now
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CredentialSummary(
        String name,
        String description,
        String origin,
        String grantedBy,
        List<String> scopes,
        List<String> advertiserIds,
        Instant grantedAt,
        Instant expiresAt,
        Instant refusedAt) {
    public CredentialSummary {
        scopes = List.copyOf(scopes);
        advertiserIds = List.copyOf(advertiserIds);
    }

    static CredentialSummary of(Credential credential) {
        return new CredentialSummary(
                credential.name(),
                credential.description(),
                credential.origin().map(WorkflowSummary::word).orElse(null),
                credential.grantedBy().orElse(null),
                credential.scopes(),
                credential.advertiserIds(),
                credential.grantedAt().orElse(null),
                credential.expiresAt().orElse(null),
                credential.refusedAt().orElse(null));
    }
}
