package io.audienceroutes.tiktok;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A successful response: {@code code} 0 in an HTTP 2xx.
 *
 * @param message TikTok's, bounded and escaped
 * @param requestId TikTok's, bounded and escaped; empty when it sent none
 * @param data as sent; an empty object when there is none. It may hold an access token
 */
public record TikTokReply(int code, String message, String requestId, JsonNode data) {

    /** Without the data. */
    @Override
    public String toString() {
        return "code " + code + ", request id " + requestId;
    }
}
