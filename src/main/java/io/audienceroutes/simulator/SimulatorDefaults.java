package io.audienceroutes.simulator;

import java.util.List;

/**
 * The world that a simulator starts with and returns to on reset: what a rehearsal needs to work at once.
 *
 * <p>All values are invented and open only this simulator.
 */
public final class SimulatorDefaults {
    /** The developer app that every token belongs to. */
    public static final String APP_ID = "7000000000000000100";

    /** The secret of {@link #APP_ID}. */
    public static final String APP_SECRET = "simulator-app-secret";

    /** A long-lived token of {@link #APP_ID} that reaches every advertiser below. */
    public static final String ACCESS_TOKEN = "simulator-access-token";

    /** The first of two advertisers in one business account. */
    public static final String ADVERTISER_ID = "7000000000000000001";

    /** The second advertiser in the business account of {@link #ADVERTISER_ID}. */
    public static final String SECOND_ADVERTISER_ID = "7000000000000000002";

    /** An advertiser that the token reaches too, but of another business account. */
    public static final String FOREIGN_ADVERTISER_ID = "7000000000000000003";

    /** The display name of the business user who gives every grant unless told otherwise. */
    public static final String OWNER_NAME = "Example Operator";

    static final String OWNER_EMAIL = "o***r@example.com";
    static final String BUSINESS_ACCOUNT_ID = "7000000000000000200";
    static final String FOREIGN_BUSINESS_ACCOUNT_ID = "7000000000000000201";

    /** Ad account management, audience management, and one that does not fit a JavaScript number, as TikTok has. */
    static final List<Long> SCOPES = List.of(1L, 3L, 7043626160646946818L);

    /** The largest request body that is read, in bytes. */
    static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

    private SimulatorDefaults() {}
}
