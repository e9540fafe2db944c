package io.audienceroutes.api;

import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Headers;

/** Writes the headers of an answer. Called by route {@code api-respond}. */
public final class ApiHeaders {
    /** Sets those that this answer has besides the usual ones. */
    public void set(@Headers Map<String, Object> headers, @Body ApiAnswer answer) {
        headers.putAll(answer.headers());
    }
}
