package io.audienceroutes.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One custom audience with its members. */
final class Audience {
    static final String PARTNER = "Partner";
    private static final Duration LIFE = Duration.ofDays(365);
    private static final Duration EXPIRING = Duration.ofDays(60);
    private static final int PERCENT = 100;

    private final String id;
    private volatile Kind kind;
    private volatile Told told = new Told(100, Optional.empty(), "", "");
    private final Instant createdAt;
    private final Instant readyAt;
    private final Map<IdSchema, MemberSet> members = new ConcurrentHashMap<>();

    /**
     * The properties fixed at creation.
     *
     * @param ownerId the advertiser that it belongs to
     * @param name its name; others may have the same
     * @param type TikTok's word, for example {@code Partner}
     * @param sharedWith the other advertisers that see it
     * @param valid whether it can be operated on once it is ready
     * @param matched the number of matched users that is reported; if empty, every member matches one
     */
    record Kind(String ownerId, String name, String type, Set<String> sharedWith, boolean valid, OptionalLong matched) {
        Kind {
            sharedWith = Set.copyOf(sharedWith);
        }

        static Kind partner(String ownerId, String name) {
            return new Kind(ownerId, name, PARTNER, Set.of(), true, OptionalLong.empty());
        }
    }

    /** Other reported properties: the share of matched members, another expiry, and texts. */
    private record Told(int matchedPercent, Optional<Instant> expiresAt, String message, String problem) {}

    Audience(String id, Kind kind, Instant createdAt, Instant readyAt) {
        this.id = id;
        this.kind = kind;
        this.createdAt = createdAt;
        this.readyAt = readyAt;
    }

    String id() {
        return id;
    }

    Kind kind() {
        return kind;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant expiresAt() {
        return told.expiresAt().orElseGet(() -> createdAt.plus(LIFE));
    }

    boolean expiringAt(Instant now) {
        return !now.isBefore(expiresAt().minus(EXPIRING));
    }

    String message() {
        return told.message();
    }

    String problem() {
        return told.problem();
    }

    /** Changes the reported properties; a matched number takes precedence over a matched share. */
    synchronized void change(WorldChange.AudienceChange change, Instant now) {
        Kind before = kind;
        OptionalLong matched = change.matchedPercent().isPresent() ? OptionalLong.empty() : before.matched();
        kind = new Kind(
                before.ownerId(),
                change.name().orElse(before.name()),
                before.type(),
                before.sharedWith(),
                change.valid().orElse(before.valid()),
                change.matched().map(OptionalLong::of).orElse(matched));
        told = new Told(
                change.matchedPercent().orElse(told.matchedPercent()),
                change.expiresInSeconds().map(now::plusSeconds).or(told::expiresAt),
                change.message().orElse(told.message()),
                change.problem().orElse(told.problem()));
    }

    boolean partner() {
        return kind.type().equals(PARTNER);
    }

    boolean ownedBy(String advertiserId) {
        return kind.ownerId().equals(advertiserId);
    }

    boolean visibleTo(String advertiserId) {
        return ownedBy(advertiserId) || kind.sharedWith().contains(advertiserId);
    }

    boolean readyAt(Instant now) {
        return !now.isBefore(readyAt);
    }

    boolean validAt(Instant now) {
        return kind.valid() && readyAt(now) && now.isBefore(expiresAt());
    }

    MemberSet members(IdSchema schema) {
        return members.computeIfAbsent(schema, key -> new MemberSet(key.words()));
    }

    List<MemberSet> allMembers() {
        return new ArrayList<>(members.values());
    }

    Map<IdSchema, Long> sizes() {
        Map<IdSchema, Long> sizes = new EnumMap<>(IdSchema.class);
        members.forEach((schema, set) -> sizes.put(schema, set.size()));
        return sizes;
    }

    /** The number of matched users that TikTok would report. */
    long matched() {
        return kind.matched()
                .orElseGet(() ->
                        sizes().values().stream().mapToLong(Long::longValue).sum() * told.matchedPercent() / PERCENT);
    }
}
