package io.audienceroutes.api;

import io.audienceroutes.authorization.AuthorizationRefused;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.credential.CredentialMissing;
import io.audienceroutes.credential.CredentialRefused;
import io.audienceroutes.credential.SecretRefused;
import io.audienceroutes.destination.DestinationUnknown;
import io.audienceroutes.destination.DestinationsRefused;
import io.audienceroutes.http.Problem;
import io.audienceroutes.people.PeopleRefused;
import io.audienceroutes.state.StateUnusable;
import io.audienceroutes.tiktok.TikTokException;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.camel.ExchangeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which status and which words an exception becomes; the only place that knows. Called by {@code api-problem}. */
public final class ApiProblems {
    private static final Logger LOG = LoggerFactory.getLogger(ApiProblems.class);

    /** Conditions that say that something is not there. */
    private static final Set<String> NOT_THERE = Set.of("workflow-unknown", "workflow-not-found");

    /** The answer to a call that failed. */
    public ApiAnswer answer(@ExchangeException Throwable failure) {
        return ApiAnswer.problem(of(failure));
    }

    private static int statusOf(PeopleRefused.Kind kind) {
        return switch (kind) {
            case INVALID, PASSWORD_NOT_ACCEPTED -> 422;
            case WRONG_PASSWORD, NOT_ADMITTED -> 403;
            case LOCKED -> 429;
            case UNKNOWN, INVITATION_INVALID -> 404;
            case CONFLICT -> 409;
            case PROVIDER_UNUSABLE -> 502;
            case BUSY -> 503;
        };
    }

    /** What a failure is called. */
    static Problem of(Throwable failure) {
        String detail = String.valueOf(failure.getMessage());
        if (failure instanceof ApiInvalid) {
            return Problem.of(400, "invalid", "The request is not valid", detail);
        }
        if (failure instanceof ApiForbidden) {
            return Problem.of(403, "forbidden", "Not allowed", detail);
        }
        if (failure instanceof ApiNotFound
                || failure instanceof DestinationUnknown
                || failure instanceof NoSuchElementException) {
            return Problem.of(404, "not-found", "Not found", detail);
        }
        if (failure instanceof DestinationsRefused) {
            return Problem.of(422, "destination-invalid", "The destination is not valid", detail);
        }
        if (failure instanceof WorkflowError error) {
            return NOT_THERE.contains(error.condition())
                    ? Problem.of(404, "not-found", "Not found", detail)
                    : Problem.of(409, error.condition(), "Not possible now", detail);
        }
        if (failure instanceof ApiConflict
                || failure instanceof AuthorizationRefused
                || failure instanceof CredentialMissing
                || failure instanceof CredentialRefused
                || failure instanceof SecretRefused) {
            return Problem.of(409, "conflict", "Not possible now", detail);
        }
        if (failure instanceof PeopleRefused refused) {
            return Problem.of(statusOf(refused.kind()), "refused", "Not possible", detail);
        }
        if (failure instanceof TikTokException) {
            return Problem.of(502, "tiktok", "TikTok did not accept the call", detail);
        }
        if (failure instanceof StateUnusable) {
            return Problem.of(
                    503,
                    "state-unavailable",
                    "The database is not available",
                    "The state database could not be used, so nothing was done. Try again in a minute; 'audience-routes"
                            + " doctor' names the cause.");
        }
        LOG.error("The API met an unexpected failure", failure);
        return Problem.of(
                500,
                "internal-error",
                "Fault in this product",
                "Nothing more can be said here; the log names the cause. Try again, then report it.");
    }
}
