package io.audienceroutes.call;

import io.audienceroutes.credential.AccessToken;
import java.util.Optional;

/**
 * The credential and workflow on whose behalf TikTok is called. Variable {@code caller} of the routes that call TikTok
 * for no workflow.
 *
 * @param workflowId the workflow whose ledger records the responses; empty for operations on a credential
 * @param credential whose token signs the call, and whose app's limits it counts towards
 * @param candidate a token to check before it is stored; used instead of the credential's
 */
public record Caller(Optional<String> workflowId, String credential, Optional<AccessToken> candidate) {
    /** For a stored credential. */
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
