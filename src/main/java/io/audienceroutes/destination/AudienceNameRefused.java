package io.audienceroutes.destination;

/** No audience name that TikTok would store unchanged can be derived from a file's name. */
public final class AudienceNameRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    AudienceNameRefused(String message) {
        super(message);
    }
}
