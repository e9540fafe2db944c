package io.audienceroutes.simulator;

/**
 * An advertising account.
 *
 * @param id the 19 characters that Ads Manager shows
 * @param name its name
 * @param businessAccountId the business account that it belongs to
 * @param status TikTok's word, for example {@code STATUS_ENABLE}
 * @param role what the user who gave the grants may do with it
 */
record Advertiser(String id, String name, String businessAccountId, String status, Role role) {
    static final String ENABLED = "STATUS_ENABLE";

    /** A business user's permission on an advertising account. */
    enum Role {
        ADMIN,
        OPERATOR,
        ANALYST
    }

    boolean enabled() {
        return status.equals(ENABLED);
    }

    boolean writable() {
        return role != Role.ANALYST;
    }
}
