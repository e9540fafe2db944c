package io.audienceroutes.simulator;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The app, its grants, the advertisers and the limits: everything but audiences. In memory, lost at stop. Safe for
 * several threads.
 */
final class World {
    private static final Duration AUTH_CODE_LIFE = Duration.ofHours(1);
    private static final int SECRET_BYTES = 20;

    private final Clock clock;
    private final SimulatorLimits startLimits;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Advertiser> advertisers = new LinkedHashMap<>();
    private final Set<String> removedAdvertisers = new HashSet<>();
    private final Map<String, Grant> grants = new HashMap<>();
    private final Map<String, AuthCode> authCodes = new HashMap<>();
    private List<Long> appScopes = SimulatorDefaults.SCOPES;
    private boolean appAllowListed = true;
    private SimulatorLimits limits;
    private Set<String> refusedIds = Set.of();
    private int mostRows = MappingBatch.MOST_ROWS;

    private record AuthCode(Grant grant, Instant expiresAt) {}

    World(Clock clock, SimulatorLimits startLimits) {
        this.clock = clock;
        this.startLimits = startLimits;
        this.limits = startLimits;
        reset();
    }

    /** Back to {@link SimulatorDefaults}. */
    synchronized void reset() {
        advertisers.clear();
        removedAdvertisers.clear();
        grants.clear();
        authCodes.clear();
        appScopes = SimulatorDefaults.SCOPES;
        appAllowListed = true;
        limits = startLimits;
        refusedIds = Set.of();
        mostRows = MappingBatch.MOST_ROWS;
        List.of(
                        known(SimulatorDefaults.ADVERTISER_ID, "Example Shop", SimulatorDefaults.BUSINESS_ACCOUNT_ID),
                        known(
                                SimulatorDefaults.SECOND_ADVERTISER_ID,
                                "Example Outlet",
                                SimulatorDefaults.BUSINESS_ACCOUNT_ID),
                        known(
                                SimulatorDefaults.FOREIGN_ADVERTISER_ID,
                                "Example Abroad",
                                SimulatorDefaults.FOREIGN_BUSINESS_ACCOUNT_ID))
                .forEach(advertiser -> advertisers.put(advertiser.id(), advertiser));
        grants.put(
                SimulatorDefaults.ACCESS_TOKEN,
                new Grant(SimulatorDefaults.APP_ID, advertisers.keySet(), SimulatorDefaults.SCOPES));
    }

    synchronized Optional<Grant> grant(String token) {
        return Optional.ofNullable(grants.get(token));
    }

    synchronized List<Long> appScopes() {
        return appScopes;
    }

    synchronized boolean appAllowListed() {
        return appAllowListed;
    }

    synchronized SimulatorLimits limits() {
        return limits;
    }

    /** Ids that no batch may hold, in lower-case hexadecimal digits. */
    synchronized Set<String> refusedIds() {
        return refusedIds;
    }

    /** The rows that a batch may have. */
    synchronized int mostRows() {
        return mostRows;
    }

    synchronized Optional<Advertiser> advertiser(String advertiserId) {
        return Optional.ofNullable(advertisers.get(advertiserId));
    }

    synchronized List<Advertiser> advertisers() {
        return List.copyOf(advertisers.values());
    }

    /** Whether this advertiser was there once. */
    synchronized boolean removed(String advertiserId) {
        return removedAdvertisers.contains(advertiserId);
    }

    /** Lets the account owner agree: a code that can be exchanged once, within an hour. */
    synchronized String authorize(Set<String> advertiserIds, List<Long> scopes) {
        String code = secret();
        Grant grant = new Grant(SimulatorDefaults.APP_ID, advertiserIds, scopes);
        authCodes.put(code, new AuthCode(grant, clock.instant().plus(AUTH_CODE_LIFE)));
        return code;
    }

    /** Exchanges a code for a token, once; older tokens stay good. */
    synchronized String redeem(String authCode) {
        AuthCode redeemed = authCodes.remove(authCode);
        if (redeemed == null || !clock.instant().isBefore(redeemed.expiresAt())) {
            throw Refusal.spentAuthCode();
        }
        String token = secret();
        grants.put(token, redeemed.grant());
        return token;
    }

    /** Applies all of a change or, if part of it is wrong, nothing. */
    synchronized void apply(WorldChange change) {
        for (WorldChange.AdvertiserChange changed : change.advertisers()) {
            apply(changed);
        }
        for (String advertiserId : change.removedAdvertisers()) {
            advertisers.remove(advertiserId);
            removedAdvertisers.add(advertiserId);
        }
        change.revokedTokens().forEach(grants::remove);
        change.appScopes().ifPresent(scopes -> appScopes = scopes);
        change.appAllowListed().ifPresent(listed -> appAllowListed = listed);
        limits = change.limits();
        change.refusedIds().ifPresent(ids -> refusedIds = Set.copyOf(ids));
        change.mostRows().ifPresent(rows -> mostRows = rows);
        change.tokenScopes().ifPresent(this::regrant);
    }

    private void apply(WorldChange.AdvertiserChange change) {
        Advertiser before = advertisers.getOrDefault(
                change.id(), known(change.id(), "Example " + change.id(), SimulatorDefaults.BUSINESS_ACCOUNT_ID));
        advertisers.put(change.id(), change.appliedTo(before));
        removedAdvertisers.remove(change.id());
        grants.replaceAll((token, grant) -> reaching(grant, change.id(), change.reachable()));
    }

    private void regrant(List<Long> scopes) {
        grants.replaceAll((token, grant) -> new Grant(grant.appId(), grant.advertiserIds(), scopes));
    }

    private static Grant reaching(Grant grant, String advertiserId, boolean reachable) {
        Set<String> reached = new LinkedHashSet<>(grant.advertiserIds());
        if (reachable) {
            reached.add(advertiserId);
        } else {
            reached.remove(advertiserId);
        }
        return new Grant(grant.appId(), reached, grant.scopes());
    }

    private static Advertiser known(String id, String name, String businessAccountId) {
        return new Advertiser(id, name, businessAccountId, Advertiser.ENABLED, Advertiser.Role.OPERATOR);
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
