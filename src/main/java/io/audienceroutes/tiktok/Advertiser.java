package io.audienceroutes.tiktok;

/**
 * An advertising account.
 *
 * @param status TikTok's word, such as {@code STATUS_ENABLE}; empty when not told
 * @param businessCenterId the Business Center that owns it; empty when not told
 */
public record Advertiser(String advertiserId, String name, String status, String businessCenterId) {

    /** Whether it is approved and in use; true as well when TikTok does not tell. */
    public boolean isEnabled() {
        return status.isEmpty() || status.equals("STATUS_ENABLE");
    }
}
