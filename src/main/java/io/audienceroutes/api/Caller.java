package io.audienceroutes.api;

/** How a route hands on who calls. */
public final class Caller {
    /** The header in which the HTTP server puts who was let in; a client cannot set it. */
    public static final String HEADER = "CamelVertxPlatformHttpAuthenticatedUser";

    private Caller() {}
}
