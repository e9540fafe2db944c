package io.audienceroutes.simulator;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The app, its grants, the advertisers and the limits: everything but audiences. In memory, lost at stop. Safe for
 * several threads.
 */
final class SimulatorState {
    private static final Duration AUTH_CODE_LIFE = Duration.ofHours(1);
    private static final int SECRET_BYTES = 20;

    private final Clock clock;
    private final SimulatorLimits startLimits;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Advertiser> advertisers = new LinkedHashMap<>();
    private final Set<String> removedAdvertisers = new HashSet<>();
    private final Map<String, Grant> grants = new HashMap<>();
    private final Map<String, AuthCode> authCodes = new HashMap<>();
    private final Map<String, Renewable> renewables = new HashMap<>();
    private List<Long> appScopes = SimulatorDefaults.SCOPES;
    private boolean appAllowListed = true;
    private SimulatorLimits limits;
    private Owner owner;
    private int accessTokenSeconds;
    private Set<String> refusedIds = Set.of();
    private int mostRows = MappingBatch.MOST_ROWS;

    private record AuthCode(Grant grant, Instant expiresAt) {}

    private record Renewable(String accessToken, Grant grant) {}

    /** What a code or a refresh token was exchanged for; without refresh token, the access token is long-lived. */
    record Issued(String accessToken, Grant grant, Optional<String> refreshToken, int expiresInSeconds) {}

    SimulatorState(Clock clock, SimulatorLimits startLimits) {
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
        renewables.clear();
        accessTokenSeconds = 0;
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
        owner = new Owner(
                SimulatorDefaults.OWNER_NAME,
                SimulatorDefaults.OWNER_EMAIL,
                advertisers.keySet(),
                SimulatorDefaults.SCOPES);
        grants.put(SimulatorDefaults.ACCESS_TOKEN, Grant.of(SimulatorDefaults.APP_ID, owner));
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

    /** Ids that no batch may contain, in lower-case hexadecimal digits. */
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

    /** Whether this advertiser ever existed. */
    synchronized boolean removed(String advertiserId) {
        return removedAdvertisers.contains(advertiserId);
    }

    /** The user on TikTok's authorisation page, and what this user grants. */
    synchronized Owner owner() {
        return owner;
    }

    /** Simulates the account owner's approval: returns a code that can be exchanged once, within an hour. */
    synchronized String authorize(Owner by) {
        String code = secret();
        Grant grant = Grant.of(SimulatorDefaults.APP_ID, by);
        authCodes.put(code, new AuthCode(grant, clock.instant().plus(AUTH_CODE_LIFE)));
        return code;
    }

    /** Exchanges a code for a token, once; older tokens stay good. */
    synchronized Issued redeem(String authCode) {
        AuthCode redeemed = authCodes.remove(authCode);
        if (redeemed == null || !clock.instant().isBefore(redeemed.expiresAt())) {
            throw Refusal.spentAuthCode();
        }
        return issue(redeemed.grant());
    }

    /** Exchanges a refresh token for a new pair, once; the old access token ends with it. */
    synchronized Issued renew(String refreshToken) {
        Renewable renewed = renewables.remove(refreshToken);
        if (renewed == null) {
            throw Refusal.wrongRefreshToken();
        }
        grants.remove(renewed.accessToken());
        return issue(renewed.grant());
    }

    /** Ends a grant, with all that could renew it. */
    synchronized Optional<Grant> revoke(String accessToken) {
        renewables.values().removeIf(renewable -> renewable.accessToken().equals(accessToken));
        return Optional.ofNullable(grants.remove(accessToken));
    }

    private Issued issue(Grant grant) {
        String token = secret();
        if (accessTokenSeconds == 0) {
            grants.put(token, grant);
            return new Issued(token, grant, Optional.empty(), 0);
        }
        Grant expiring = grant.expiring(clock.instant().plusSeconds(accessTokenSeconds));
        String refreshToken = secret();
        grants.put(token, expiring);
        renewables.put(refreshToken, new Renewable(token, grant));
        return new Issued(token, expiring, Optional.of(refreshToken), accessTokenSeconds);
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
        change.revokedTokens().forEach(this::revokeNamed);
        if (change.expireTokens()) {
            expireRenewables();
        }
        change.owner().ifPresent(other -> owner = other);
        change.accessTokenSeconds().ifPresent(seconds -> accessTokenSeconds = seconds);
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
        owner = owner.reaching(change.id(), change.reachable());
    }

    private void revokeNamed(String token) {
        List<String> revoked = token.equals("*") ? List.copyOf(grants.keySet()) : List.of(token);
        revoked.forEach(this::revoke);
    }

    private void expireRenewables() {
        grants.replaceAll((token, grant) -> grant.expiresAt().isPresent() ? grant.expiring(clock.instant()) : grant);
    }

    private void regrant(List<Long> scopes) {
        grants.replaceAll((token, grant) -> grant.withOwner(grant.owner().with(scopes)));
    }

    private static Grant reaching(Grant grant, String advertiserId, boolean reachable) {
        return grant.withOwner(grant.owner().reaching(advertiserId, reachable));
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
