package io.audienceroutes.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A response of the API, ready to be sent. */
public record ApiAnswer(int status, String contentType, String body) {
    static ApiAnswer json(int status, String body) {
        return new ApiAnswer(status, "application/json; charset=utf-8", body);
    }

    /** Plain text: nothing in it is read as markup. */
    static ApiAnswer text(int status, String body) {
        return new ApiAnswer(status, "text/plain; charset=utf-8", body + "\n");
    }

    /** The body in the form that the server expects. */
    public ByteBuffer content() {
        return ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
    }
}
