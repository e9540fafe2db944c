package io.audienceroutes.tiktok;

import java.util.Set;

/**
 * An advertising account.
 *
 * @param status TikTok's word, such as {@code STATUS_ENABLE}; empty when not told
 * @param rejectionReason TikTok's text about why the account is not approved or was limited, bounded; empty when not told
 * @param businessCenterId the Business Center that owns it; empty when not told
 */
public record Advertiser(
        String advertiserId, String name, String status, String rejectionReason, String businessCenterId) {
    /** The account stays active with its approved data while a change is under review or was refused. */
    private static final Set<String> IN_USE =
            Set.of("", "STATUS_ENABLE", "STATUS_PENDING_CONFIRM_MODIFY", "STATUS_CONFIRM_MODIFY_FAIL");

    private static final Set<String> SUSPENDED = Set.of("STATUS_LIMIT", "STATUS_DISABLE");

    /** Whether audiences can be delivered to it. */
    public Standing standing() {
        if (IN_USE.contains(status)) {
            return Standing.IN_USE;
        }
        return SUSPENDED.contains(status) ? Standing.SUSPENDED : Standing.NOT_APPROVED;
    }

    /** What TikTok reports about the account: its status, and the reason, if any. */
    public String told() {
        return rejectionReason.isEmpty() ? status : status + ": " + rejectionReason;
    }

    /** The standing of an account. */
    public enum Standing {
        /** It can receive deliveries; also an account without a reported status. */
        IN_USE,
        /** It was approved, but TikTok has limited or disabled it. */
        SUSPENDED,
        /** TikTok has not approved it, or not yet. */
        NOT_APPROVED
    }
}
