package io.audienceroutes.destination;

/** A file's name gives no audience name that TikTok would keep as it is. */
public final class AudienceNameRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    AudienceNameRefused(String message) {
        super(message);
    }
}
