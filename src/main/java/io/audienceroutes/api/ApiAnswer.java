package io.audienceroutes.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** An answer of the API, ready for the wire. */
public record ApiAnswer(int status, String contentType, String body) {
    static ApiAnswer json(int status, String body) {
        return new ApiAnswer(status, "application/json; charset=utf-8", body);
    }

    /** Plain text: nothing in it is read as markup. */
    static ApiAnswer text(int status, String body) {
        return new ApiAnswer(status, "text/plain; charset=utf-8", body + "\n");
    }

    /** The body as the server takes it. */
    public ByteBuffer content() {
        return ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
    }
}
