package io.audienceroutes.simulator;

import java.util.List;
import java.util.Set;

/**
 * What an advertiser's user granted to the app: what a token opens.
 *
 * @param appId the app that the token belongs to
 * @param advertiserIds the advertisers that the token reaches; may be empty
 * @param scopes the numeric permissions, fixed when the grant was given
 */
record Grant(String appId, Set<String> advertiserIds, List<Long> scopes) {
    Grant {
        advertiserIds = Set.copyOf(advertiserIds);
        scopes = List.copyOf(scopes);
    }

    boolean reaches(String advertiserId) {
        return advertiserIds.contains(advertiserId);
    }
}
