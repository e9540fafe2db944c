package io.audienceroutes.simulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP request, free of the server's types.
 *
 * @param method the HTTP method
 * @param path the decoded path
 * @param query the decoded query parameters, each with all its values
 * @param token the {@code Access-Token} header, if it is there and not blank
 * @param contentType the media type of the body, or an empty text
 * @param body the whole body
 * @param cutter closes the connection without an answer
 */
@SuppressWarnings("ArrayRecordComponent") // requests are never compared, and a copy of each body would cost speed
record SimulatorRequest(
        String method,
        String path,
        Map<String, List<String>> query,
        Optional<String> token,
        String contentType,
        byte[] body,
        Runnable cutter) {

    /** Names the call only: a body holds identifiers and a header a token. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
