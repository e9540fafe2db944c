package io.audienceroutes.simulator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What goes on the wire.
 *
 * @param status the HTTP status
 * @param code TikTok's return code, if the body is an envelope
 * @param contentType the media type of the body
 * @param body the body; empty is allowed
 * @param cut whether the connection is closed instead
 */
record Reply(int status, Optional<Integer> code, String contentType, String body, boolean cut) {
    static final String JSON = "application/json; charset=utf-8";
    static final String TEXT = "text/plain; charset=utf-8";

    /** An answer that nobody receives. */
    static Reply cutOff() {
        return new Reply(0, Optional.empty(), TEXT, "", true);
    }

    static Reply envelope(int status, int code, String json) {
        return new Reply(status, Optional.of(code), JSON, json, false);
    }

    /** An answer without TikTok's envelope, as gateways give. */
    static Reply raw(int status, String contentType, String body) {
        return new Reply(status, Optional.empty(), contentType, body, false);
    }

    /** The body as the server takes it with a known length. */
    public ByteBuffer content() {
        return ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
    }
}
