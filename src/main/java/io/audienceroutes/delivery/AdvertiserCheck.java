package io.audienceroutes.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.audienceroutes.tiktok.TikTokReply;
import io.audienceroutes.workflow.WorkflowError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether TikTok knows every advertiser of a destination, and lets it work. */
final class AdvertiserCheck {
    /** Account states in which campaigns, and with them audiences, do not work (TikTok: advertiser/info, field status). */
    private static final List<String> UNUSABLE = List.of("STATUS_DISABLE", "STATUS_CONFIRM_FAIL", "STATUS_CONFIRM_FAIL_END");

    private AdvertiserCheck() {}

    static void requireUsable(List<String> advertiserIds, TikTokReply reply) {
        Map<String, String> states = new HashMap<>();
        for (JsonNode advertiser : reply.data().path("list")) {
            states.put(
                    advertiser.path("advertiser_id").asText(),
                    advertiser.path("status").asText("unknown"));
        }
        List<String> missing = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        for (String id : advertiserIds) {
            if (!states.containsKey(id)) {
                missing.add(id);
            } else if (UNUSABLE.contains(states.get(id))) {
                unusable.add(id + " (" + states.get(id) + ")");
            }
        }
        if (!missing.isEmpty() || !unusable.isEmpty()) {
            missing.addAll(unusable);
            throw new WorkflowError(
                    "advertiser-missing",
                    "TikTok does not know, or has not approved, " + String.join(", ", missing) + " (request "
                            + reply.requestId() + "). Nothing was sent. Check the advertiser ids of the destination: 19"
                            + " digits, in the dropdown menu at the top right of TikTok Ads Manager.");
        }
    }
}
