package io.audienceroutes.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.state.StoredJson;
import java.util.List;
import java.util.Optional;

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

    static Problem unauthenticated(Optional<String> why) {
        return of(
                401,
                "unauthenticated",
                "Log in first",
                why.orElse(
                        "This call needs a session of the console, or the header 'Authorization: Bearer TOKEN' with a"
                                + " valid API token. Create one with: audience-routes tokens add NAME --role ROLE"));
    }

    static Problem forbidden(Access access, String role) {
        return of(
                403,
                "forbidden",
                "Your role does not allow this",
                "This call needs the role " + access.id() + ", and you have the role " + role
                        + ". An admin can change it.");
    }
}
