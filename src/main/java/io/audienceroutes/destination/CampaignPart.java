package io.audienceroutes.destination;

import java.util.Objects;
import java.util.Optional;

/**
 * The campaign and group of a file or a delivery.
 *
 * @param campaign the campaign's name; empty if file names do not contain one
 * @param group the treatment or control group; empty for all of them
 */
public record CampaignPart(String campaign, Optional<String> group) {
    public CampaignPart {
        Objects.requireNonNull(campaign);
        Objects.requireNonNull(group);
    }

    /** The key that identifies this campaign. */
    public String campaignKey() {
        return GroupKey.of(campaign);
    }

    /** The key that identifies this group within its campaign; empty for all groups. */
    public String groupKey() {
        return group.map(GroupKey::of).orElse("");
    }
}
