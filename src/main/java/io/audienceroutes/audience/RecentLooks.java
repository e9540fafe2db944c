package io.audienceroutes.audience;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process saw in TikTok within the last minute: which advertisers are active, and which audiences an owner
 * has. Only positive results are cached: a missing audience is always queried again. A failure clears the cache.
 * Thread-safe.
 */
public final class RecentLooks {
    private static final Duration BELIEVED_FOR = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<Object, Instant> advertisers = new ConcurrentHashMap<>();
    private final Map<Object, Seen> audiences = new ConcurrentHashMap<>();

    /** Times come from the clock. */
    public RecentLooks(Clock clock) {
        this.clock = clock;
    }

    /** Whether these advertisers were found to be active with this credential. */
    public boolean inUse(String credential, List<String> advertiserIds) {
        return Optional.ofNullable(advertisers.get(List.of(credential, advertiserIds)))
                .filter(this::isRecent)
                .isPresent();
    }

    /** Records that these advertisers are active. */
    public void foundInUse(String credential, List<String> advertiserIds) {
        advertisers.put(List.of(credential, List.copyOf(advertiserIds)), clock.instant());
    }

    /** The audiences of this owner, as this credential sees them. */
    public Optional<AudienceSearch> audiences(String credential, String owner) {
        return Optional.ofNullable(audiences.get(List.of(credential, owner)))
                .filter(seen -> isRecent(seen.at()))
                .map(Seen::search);
    }

    /** Every page was read. A list that was asked for earlier does not replace a later one. */
    public void found(String credential, AudienceSearch search) {
        audiences.merge(
                List.of(credential, search.owner()),
                new Seen(search, search.begunAt()),
                (before, found) -> before.at().isAfter(found.at()) ? before : found);
    }

    /** Something failed, perhaps because of outdated data: clears the cache. */
    public void forget() {
        advertisers.clear();
        audiences.clear();
    }

    private boolean isRecent(Instant at) {
        return clock.instant().isBefore(at.plus(BELIEVED_FOR));
    }

    private record Seen(AudienceSearch search, Instant at) {}
}
