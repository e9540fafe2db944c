package io.audienceroutes.app;

/** The command line. */
public final class AudienceRoutes {
    private AudienceRoutes() {}

    /** Runs one command. */
    public static void main(String[] args) {
        System.exit(args.length == 0 ? 2 : 0);
    }
}
