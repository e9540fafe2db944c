package io.audienceroutes.call;

import io.audienceroutes.credential.AccessToken;
import java.util.Optional;

/**
 * On whose behalf TikTok is called. Variable {@code caller} of the routes that call TikTok for no workflow.
 *
 * @param workflowId the workflow whose books note the answers; empty where a person looks after a credential
 * @param credential whose token signs the call, and whose app the call counts against
 * @param candidate a token to try before it is kept; signs in place of the credential's
 */
public record Caller(Optional<String> workflowId, String credential, Optional<AccessToken> candidate) {
    /** For a credential as it is. */
    public static Caller of(String credential) {
        return new Caller(Optional.empty(), credential, Optional.empty());
    }

    /** For a token that may become the credential's. */
    public static Caller trying(String credential, AccessToken candidate) {
        return new Caller(Optional.empty(), credential, Optional.of(candidate));
    }

    public static Caller ofWorkflow(String workflowId, String credential) {
        return new Caller(Optional.of(workflowId), credential, Optional.empty());
    }
}
