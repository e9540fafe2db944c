package io.audienceroutes.people;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Calls to an OpenID Connect provider. Each ends within seconds, follows no redirect, and has a bounded answer. */
public interface ProviderCalls {
    /** Reads a document. */
    Answer get(URI address) throws IOException;

    /**
     * Posts a form.
     *
     * @param authorization the header of this name
     */
    Answer post(URI address, String form, Optional<String> authorization) throws IOException;

    /** What the provider answered. */
    record Answer(int status, String body) {
        boolean isOk() {
            return status == 200;
        }
    }
}
