package io.audienceroutes.api;

import io.audienceroutes.authorization.AuthorizationCallback;
import io.audienceroutes.authorization.AuthorizationFlow;
import io.audienceroutes.authorization.AuthorizationRefused;
import io.audienceroutes.authorization.AuthorizationRequests;
import io.audienceroutes.authorization.CredentialChecker;
import io.audienceroutes.authorization.CredentialReport;
import io.audienceroutes.authorization.PendingAuthorization;
import io.audienceroutes.call.Caller;
import io.audienceroutes.credential.AccessToken;
import io.audienceroutes.credential.CredentialMissing;
import io.audienceroutes.credential.CredentialRefused;
import io.audienceroutes.credential.Credentials;
import io.audienceroutes.credential.SecretRefused;
import io.audienceroutes.destination.DestinationUnknown;
import io.audienceroutes.destination.DestinationsRefused;
import io.audienceroutes.state.StoredJson;
import io.audienceroutes.tiktok.TikTokException;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Credentials over HTTP; responses never contain a token. Called by the routes {@code console-*}. */
public final class CredentialApi {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialApi.class);
    private static final String ACTOR = "api";

    private final Credentials credentials;
    private final AuthorizationFlow authorizationFlow;
    private final CredentialChecker credentialChecker;
    private final Supplier<Collection<String>> named;

    /** @param named the credentials that destinations name */
    public CredentialApi(
            Credentials credentials,
            AuthorizationFlow authorizationFlow,
            CredentialChecker credentialChecker,
            Supplier<Collection<String>> named) {
        this.credentialChecker = credentialChecker;
        this.credentials = credentials;
        this.authorizationFlow = authorizationFlow;
        this.named = named;
    }

    /** What may be shown of every credential. */
    public ApiAnswer list() {
        return ApiAnswer.json(200, StoredJson.writePretty(credentials.describeAll(named.get())));
    }

    /** A new link for this credential. */
    public ApiAnswer authorize(@Header("name") String credential) {
        PendingAuthorization pendingAuthorization = authorizationFlow.pendingAuthorization(credential, ACTOR);
        return ApiAnswer.json(201, StoredJson.writePretty(pendingAuthorization));
    }

    /** On whose behalf a check calls TikTok. */
    public Caller caller(@Header("name") String credential) {
        return Caller.of(credential);
    }

    /** What a check found. */
    public ApiAnswer report(@Body CredentialReport report) {
        return ApiAnswer.json(200, StoredJson.writePretty(report));
    }

    /** A token that was submitted, to be checked before it is stored. */
    public Caller candidate(@Header("name") String credential, @Body String token) {
        try {
            return Caller.trying(
                    credential, new AccessToken(String.valueOf(token).strip()));
        } catch (IllegalArgumentException e) {
            throw new ApiConflict(
                    "Refused: " + e.getMessage() + ". Nothing was stored. Send only the token, as plain text.");
        }
    }

    /** Stores the checked token, or reports why it cannot be used. */
    public ApiAnswer keep(@Variable("caller") Caller tried, @Body CredentialReport report) {
        if (credentialChecker.keep(tried, report, ACTOR)) {
            return ApiAnswer.json(201, StoredJson.writePretty(report));
        }
        return ApiAnswer.json(
                422,
                StoredJson.writePretty(
                        Map.of("error", "Nothing was kept: " + String.join(" ", report.problems()), "report", report)));
    }

    /** The callback's content. */
    public AuthorizationCallback authorizationCallback(
            @Header("auth_code") String authCode, @Header("code") String code, @Header("state") String state) {
        return AuthorizationCallback.of(authCode, code, state);
    }

    /** The page that the owner sees at the end. */
    public ApiAnswer welcomed(@Body AuthorizationRequests.Outcome outcome) {
        return ApiAnswer.text(200, outcome.text() + " You may close this page.");
    }

    /** The response to a refused caller. */
    public ApiAnswer refused(@ExchangeException Throwable problem) {
        if (problem instanceof ApiRefused) {
            return error(401, problem);
        }
        if (problem instanceof DestinationUnknown) {
            return error(404, problem);
        }
        if (problem instanceof DestinationsRefused) {
            return error(422, problem);
        }
        if (problem instanceof ApiConflict
                || problem instanceof AuthorizationRefused
                || problem instanceof CredentialMissing
                || problem instanceof CredentialRefused
                || problem instanceof SecretRefused) {
            return error(409, problem);
        }
        if (problem instanceof TikTokException) {
            return error(502, problem);
        }
        LOG.error(
                "The API call failed with an unexpected {}", problem.getClass().getName());
        return ApiAnswer.json(
                500, StoredJson.write(Map.of("error", "An unexpected error occurred; its type is in the log.")));
    }

    private static ApiAnswer error(int status, Throwable problem) {
        return ApiAnswer.json(status, StoredJson.writePretty(Map.of("error", String.valueOf(problem.getMessage()))));
    }
}
