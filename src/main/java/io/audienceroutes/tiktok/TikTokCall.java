package io.audienceroutes.tiktok;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One call to TikTok, ready to send; {@link TikTokCalls} makes them, the route {@code attempt-tiktok-call} sends them.
 *
 * @param path starts with the API's version and ends with a slash, which TikTok insists on
 * @param query ready for the address, each value percent-encoded; empty for a POST. It may hold the app's secret
 * @param body JSON in UTF-8; empty for a GET. Not copied, and never to be changed
 * @param purpose what is attempted, for people: "add 10,000 members to audience 123"
 * @param advertiserIds whom the call counts against, for pacing; may be empty
 * @param signed whether the call carries the access token; only the exchange of an authorisation code does not
 * @param audienceCreatedAt when we made the audience that the call maps to, where that may be recent
 */
@SuppressWarnings("ArrayRecordComponent") // a batch is a megabyte: handed on, not copied; calls are never compared
public record TikTokCall(
        Method method,
        String path,
        String query,
        byte[] body,
        String purpose,
        Effect effect,
        List<String> advertiserIds,
        boolean signed,
        Optional<Instant> audienceCreatedAt) {

    /** The two HTTP methods that TikTok's API uses. */
    public enum Method {
        GET,
        POST
    }

    /** What a call changes, which determines what a lost response means. */
    public enum Effect {
        /** Changes nothing. */
        READS,
        /** Idempotent: twice is the same as once. */
        REPEATABLE,
        /** Not idempotent: look up before a second attempt. */
        CREATES
    }

    public TikTokCall {
        if (!path.startsWith("/open_api/") || !path.endsWith("/")) {
            throw new IllegalArgumentException("A path starts with /open_api/ and ends with /: " + path);
        }
        advertiserIds = List.copyOf(advertiserIds);
    }

    /** Without query and body, which hold secrets and hashed identifiers. */
    @Override
    public String toString() {
        return method + " " + path + ": " + purpose;
    }
}
