package io.audienceroutes.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.people.Role;
import io.audienceroutes.state.StoredJson;
import java.util.List;

/**
 * Why a call was refused, as RFC 9457 writes it.
 *
 * @param type what kind of problem it is, as a name that programs can rely on, for example {@code not-found}
 * @param title the kind in a few words
 * @param status the HTTP status
 * @param detail what was attempted, expected and found, and what to do; holds no personal data
 * @param steps what to do, one step each, where the error catalogue has steps
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(String type, String title, int status, String detail, List<String> steps) {
    /** The content type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        steps = List.copyOf(steps);
    }

    /** A problem without steps. */
    public static Problem of(int status, String type, String title, String detail) {
        return new Problem(type, title, status, detail, List.of());
    }

    /** As JSON. */
    public String json() {
        return StoredJson.writePretty(this);
    }

    static Problem notFound() {
        return Problem.of(404, "not-found", "Not found", "There is nothing at this address.");
    }

    static Problem tooLong() {
        return Problem.of(
                413, "body-too-long", "The body is too long", "Nothing was done. Send less than the call takes.");
    }

    static Problem wrongType() {
        return Problem.of(
                415,
                "content-type",
                "The content type is not the one of this call",
                "Nothing was done. Send JSON with the header 'Content-Type: application/json', and a destination or a"
                        + " token with 'Content-Type: text/plain'; /api/v1/openapi.json says which.");
    }

    static Problem unauthenticated(boolean api) {
        return of(
                401,
                "unauthenticated",
                "Log in first",
                api
                        ? "The API needs the header 'Authorization: Bearer TOKEN', once, with an API token that is neither"
                                + " expired nor revoked. Create one with: audience-routes tokens add NAME --role ROLE"
                        : "Pages need a session: log in with a browser. API tokens are for the calls at /api/v1.");
    }

    static Problem forbidden(Access needed, Role role) {
        return of(
                403,
                "forbidden",
                "Your role does not allow this",
                "This needs the role " + needed.id() + ", and you have the role " + role.id()
                        + ". An admin can change it.");
    }
}
