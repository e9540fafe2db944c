package io.audienceroutes.api;

import io.audienceroutes.authorization.AuthorizationCallback;
import io.audienceroutes.authorization.AuthorizationFlow;
import io.audienceroutes.authorization.AuthorizationRequests;
import io.audienceroutes.authorization.CredentialChecker;
import io.audienceroutes.authorization.CredentialReport;
import io.audienceroutes.authorization.PendingAuthorization;
import io.audienceroutes.credential.AccessToken;
import io.audienceroutes.credential.Credentials;
import io.audienceroutes.people.Principal;
import java.util.Collection;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** Credentials over HTTP; never a token in an answer. Called by the routes {@code console-*}. */
public final class CredentialApi {
    private final Credentials credentials;
    private final AuthorizationFlow authorizationFlow;
    private final CredentialChecker credentialChecker;
    private final Supplier<Collection<String>> named;
    private final Idempotency idempotency;

    /** @param named the credentials that destinations name */
    public CredentialApi(
            Credentials credentials,
            AuthorizationFlow authorizationFlow,
            CredentialChecker credentialChecker,
            Supplier<Collection<String>> named,
            Idempotency idempotency) {
        this.credentialChecker = credentialChecker;
        this.credentials = credentials;
        this.authorizationFlow = authorizationFlow;
        this.named = named;
        this.idempotency = idempotency;
    }

    /** What may be shown of every credential. */
    public ApiAnswer list() {
        return ApiAnswer.json(
                200,
                new CredentialList(credentials.describeAll(named.get()).stream()
                        .map(CredentialSummary::of)
                        .toList()));
    }

    /** A new link for this credential. */
    public ApiAnswer authorize(
            @Header("name") String credential,
            @Header(Idempotency.HEADER) String key,
            @Header(Caller.HEADER) Principal caller) {
        return idempotency.once(caller, key, "authorize " + credential, "", () -> {
            PendingAuthorization pending = authorizationFlow.pendingAuthorization(credential, caller.actor());
            return ApiAnswer.json(
                    201,
                    new AuthorizationLink(pending.id(), pending.credential(), pending.link(), pending.expiresAt()));
        });
    }

    /** On whose behalf a check calls TikTok. */
    public io.audienceroutes.call.Caller caller(@Header("name") String credential) {
        return io.audienceroutes.call.Caller.of(credential);
    }

    /** What a check found. */
    public ApiAnswer report(@Body CredentialReport report) {
        return ApiAnswer.json(200, CredentialCheck.of(report, null));
    }

    /** A token that somebody handed over, to be tried before it is kept. */
    public io.audienceroutes.call.Caller candidate(@Header("name") String credential, @Body String token) {
        try {
            return io.audienceroutes.call.Caller.trying(
                    credential, new AccessToken(String.valueOf(token).strip()));
        } catch (IllegalArgumentException e) {
            throw new ApiConflict("Refused: " + e.getMessage() + ". Nothing was kept. Send the token alone, as text.");
        }
    }

    /** Keeps the token that was tried, or says what stands in the way of it. */
    public ApiAnswer keep(
            @Variable("caller") io.audienceroutes.call.Caller tried,
            @Variable("principal") Principal principal,
            @Body CredentialReport report) {
        boolean saved = credentialChecker.keep(tried, report, principal.actor());
        return ApiAnswer.json(saved ? 201 : 422, CredentialCheck.of(report, saved));
    }

    /** What the owner brought back. */
    public AuthorizationCallback authorizationCallback(
            @Header("auth_code") String authCode, @Header("code") String code, @Header("state") String state) {
        return AuthorizationCallback.of(authCode, code, state);
    }

    /** What the owner reads in the end. */
    public ApiAnswer welcomed(@Body AuthorizationRequests.Outcome outcome) {
        return ApiAnswer.text(200, outcome.text() + " You may close this page.");
    }
}
