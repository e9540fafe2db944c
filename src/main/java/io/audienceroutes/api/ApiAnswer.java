package io.audienceroutes.api;

import io.audienceroutes.http.Problem;
import io.audienceroutes.state.StoredJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer of the server, ready for the wire.
 *
 * @param headers besides the content type
 */
public record ApiAnswer(int status, String contentType, Map<String, Object> headers, String body) {
    private static final String JSON = "application/json; charset=utf-8";
    private static final int SEE_OTHER = 303;

    public ApiAnswer {
        headers = Map.copyOf(headers);
    }

    /** This as JSON. */
    public static ApiAnswer json(int status, Object value) {
        return new ApiAnswer(status, JSON, Map.of(), StoredJson.writePretty(value));
    }

    /** Why a call was refused. */
    public static ApiAnswer problem(Problem problem) {
        return new ApiAnswer(problem.status(), Problem.MEDIA_TYPE, Map.of(), problem.json());
    }

    /** Plain text: nothing in it is read as markup. */
    public static ApiAnswer text(int status, String body) {
        return new ApiAnswer(status, "text/plain; charset=utf-8", Map.of(), body + "\n");
    }

    /** A page. */
    public static ApiAnswer html(int status, String page) {
        return new ApiAnswer(status, "text/html; charset=utf-8", Map.of(), page);
    }

    /** Sends a browser to another page of ours. */
    public static ApiAnswer redirect(String path) {
        return new ApiAnswer(SEE_OTHER, "text/plain; charset=utf-8", Map.of("Location", path), "");
    }

    /** A file for a browser to keep. */
    public static ApiAnswer download(String contentType, String name, String content) {
        return new ApiAnswer(
                200, contentType, Map.of("Content-Disposition", "attachment; filename=\"" + name + "\""), content);
    }

    /** The same with one more header. */
    public ApiAnswer with(String name, String value) {
        Map<String, Object> more = new java.util.HashMap<>(headers);
        more.put(name, value);
        return new ApiAnswer(status, contentType, more, body);
    }

    /** The body as the server takes it. */
    public ByteBuffer content() {
        return ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
    }
}
