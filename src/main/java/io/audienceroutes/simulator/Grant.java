package io.audienceroutes.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A grant of an advertiser's user to the app.
 *
 * @param appId the app that the token belongs to
 * @param owner who granted it, which advertisers (may be none) and which numeric permissions, fixed at that time
 * @param expiresAt when the token ends; empty for a long-lived one
 */
record Grant(String appId, Owner owner, Optional<Instant> expiresAt) {
    /** A long-lived grant. */
    static Grant of(String appId, Owner owner) {
        return new Grant(appId, owner, Optional.empty());
    }

    Set<String> advertiserIds() {
        return owner.advertiserIds();
    }

    List<Long> scopes() {
        return owner.scopes();
    }

    boolean reaches(String advertiserId) {
        return advertiserIds().contains(advertiserId);
    }

    boolean expiredAt(Instant time) {
        return expiresAt.filter(end -> !time.isBefore(end)).isPresent();
    }

    Grant withOwner(Owner other) {
        return new Grant(appId, other, expiresAt);
    }

    Grant expiring(Instant end) {
        return new Grant(appId, owner, Optional.of(end));
    }
}
