package io.audienceroutes.simulator;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The business user who approves the app, and what the user picks on TikTok's page.
 *
 * @param name the display name
 * @param email masked, as TikTok shows it
 * @param advertiserIds the advertisers that are granted; may be empty
 * @param scopes the numeric permissions
 */
record Owner(String name, String email, Set<String> advertiserIds, List<Long> scopes) {
    Owner {
        advertiserIds = Set.copyOf(advertiserIds);
        scopes = List.copyOf(scopes);
    }

    Owner with(List<Long> others) {
        return new Owner(name, email, advertiserIds, others);
    }

    Owner reaching(String advertiserId, boolean reachable) {
        Set<String> reached = new LinkedHashSet<>(advertiserIds);
        if (reachable) {
            reached.add(advertiserId);
        } else {
            reached.remove(advertiserId);
        }
        return new Owner(name, email, reached, scopes);
    }
}
