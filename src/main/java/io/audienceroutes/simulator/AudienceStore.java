package io.audienceroutes.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All audiences of all advertisers, in memory. Safe for several threads. */
final class AudienceStore {
    private static final long FIRST_ID = 7_100_000_000_000_000_000L;

    private final Clock clock;
    private final Map<String, Audience> audiences = new LinkedHashMap<>();
    private long created;

    AudienceStore(Clock clock) {
        this.clock = clock;
    }

    /** Creates a Partner audience, unless its owner has reached the limit. */
    synchronized Audience create(String ownerId, String name, SimulatorLimits limits) {
        long owned = audiences.values().stream()
                .filter(audience -> audience.ownedBy(ownerId))
                .count();
        if (owned >= limits.audienceLimit()) {
            throw Refusal.tooManyAudiences(limits.audienceLimit());
        }
        return keep(Audience.Kind.partner(ownerId, name), limits.readyAfter());
    }

    /** Adds an audience of any kind, ignoring limits and ready immediately. */
    synchronized Audience seed(Audience.Kind kind) {
        return keep(kind, Duration.ZERO);
    }

    synchronized Optional<Audience> find(String audienceId) {
        return Optional.ofNullable(audiences.get(audienceId));
    }

    /** What an advertiser owns or was given to share, the newest first. */
    synchronized List<Audience> visibleTo(String advertiserId) {
        List<Audience> visible = new ArrayList<>(audiences.values());
        visible.removeIf(audience -> !audience.visibleTo(advertiserId));
        Collections.reverse(visible);
        return visible;
    }

    synchronized List<Audience> all() {
        return List.copyOf(audiences.values());
    }

    synchronized void remove(Collection<Audience> removed) {
        removed.forEach(audience -> audiences.remove(audience.id()));
    }

    /** Deletes all audiences; their ids are never reused. */
    synchronized void clear() {
        audiences.clear();
    }

    private Audience keep(Audience.Kind kind, Duration readyAfter) {
        Instant now = clock.instant();
        String id = Long.toString(FIRST_ID + ++created);
        Audience audience = new Audience(id, kind, now, now.plus(readyAfter));
        audiences.put(id, audience);
        return audience;
    }
}
