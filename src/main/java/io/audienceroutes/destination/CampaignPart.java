package io.audienceroutes.destination;

import java.util.Objects;
import java.util.Optional;

/**
 * What a file, or a delivery, is within a campaign.
 *
 * @param campaign the campaign's name; empty where file names tell none
 * @param group the treatment or control group; empty where it is all of them
 */
public record CampaignPart(String campaign, Optional<String> group) {
    public CampaignPart {
        Objects.requireNonNull(campaign);
        Objects.requireNonNull(group);
    }

    /** What tells this campaign from others. */
    public String campaignKey() {
        return GroupKey.of(campaign);
    }

    /** What tells this group from others of its campaign; empty for all of them. */
    public String groupKey() {
        return group.map(GroupKey::of).orElse("");
    }
}
