package io.audienceroutes.simulator;

import java.util.Set;

/**
 * An advertising account.
 *
 * @param id the 19 characters that Ads Manager shows
 * @param name its name
 * @param businessAccountId the business account that it belongs to
 * @param status TikTok's word, for example {@code STATUS_ENABLE}
 * @param role the role of the granting user
 */
record Advertiser(String id, String name, String businessAccountId, String status, Role role) {
    static final String ENABLED = "STATUS_ENABLE";

    private static final Set<String> IN_USE =
            Set.of(ENABLED, "STATUS_PENDING_CONFIRM_MODIFY", "STATUS_CONFIRM_MODIFY_FAIL");

    /** A business user's permission on an advertising account. */
    enum Role {
        ADMIN,
        OPERATOR,
        ANALYST
    }

    /** An account stays active with its approved data while a change is under review or was refused. */
    boolean enabled() {
        return IN_USE.contains(status);
    }

    /** TikTok's reason for an inactive account. */
    String rejectionReason() {
        return enabled() ? "" : "Example reason for " + status;
    }

    boolean writable() {
        return role != Role.ANALYST;
    }
}
