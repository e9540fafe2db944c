package io.audienceroutes.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What {@code POST /simulator/state} asks for; only what is named changes.
 *
 * @param advertisers advertisers to add or to change
 * @param removedAdvertisers advertisers to take away
 * @param revokedTokens tokens that stop working; {@code *} means all
 * @param expireTokens whether every access token that can be renewed reaches its end now
 * @param owner who is in front of TikTok's page from now on, and what this user grants
 * @param accessTokenSeconds how long access tokens live that are issued from now on; 0 for long-lived ones
 * @param appScopes the permissions that the app carries from now on
 * @param tokenScopes the permissions that all existing tokens have from now on
 * @param appAllowListed whether the app may use the Streaming API
 * @param limits the limits from now on
 * @param refusedIds ids that a batch must not hold from now on; one that does is refused whole, with 40062
 * @param mostRows the rows that a batch may have from now on
 * @param audiences audiences to put into the world
 * @param audienceChanges what TikTok tells of audiences from now on
 */
record WorldChange(
        List<AdvertiserChange> advertisers,
        List<String> removedAdvertisers,
        List<String> revokedTokens,
        boolean expireTokens,
        Optional<Owner> owner,
        Optional<Integer> accessTokenSeconds,
        Optional<List<Long>> appScopes,
        Optional<List<Long>> tokenScopes,
        Optional<Boolean> appAllowListed,
        SimulatorLimits limits,
        Optional<List<String>> refusedIds,
        Optional<Integer> mostRows,
        List<Audience.Kind> audiences,
        List<AudienceChange> audienceChanges) {

    /** An advertiser to add or to change; what is not named stays, or has the usual value. */
    record AdvertiserChange(
            String id,
            Optional<String> name,
            Optional<String> businessAccountId,
            Optional<String> status,
            Optional<Advertiser.Role> role,
            boolean reachable) {

        Advertiser appliedTo(Advertiser before) {
            return new Advertiser(
                    id,
                    name.orElse(before.name()),
                    businessAccountId.orElse(before.businessAccountId()),
                    status.orElse(before.status()),
                    role.orElse(before.role()));
        }
    }

    /** What TikTok tells of an audience from now on; what is not named stays. */
    record AudienceChange(
            String id,
            Optional<Integer> matched,
            Optional<Integer> matchedPercent,
            Optional<Boolean> valid,
            Optional<Integer> expiresInSeconds,
            Optional<String> name,
            Optional<String> message,
            Optional<String> problem) {}

    static WorldChange read(Fields fields, SimulatorLimits present, Owner owner) {
        WorldChange change = new WorldChange(
                fields.objects("advertisers").stream()
                        .map(WorldChange::advertiser)
                        .toList(),
                fields.optionalTexts("removeAdvertisers").orElse(List.of()),
                fields.optionalTexts("revokeTokens").orElse(List.of()),
                fields.optionalFlag("expireTokens").orElse(false),
                fields.optionalObject("owner").map(changed -> owner(changed, owner)),
                fields.optionalInteger("accessTokenSeconds", 0, Integer.MAX_VALUE),
                fields.optionalNumbers("appScopes"),
                fields.optionalNumbers("tokenScopes"),
                fields.optionalFlag("appAllowListed"),
                fields.optionalObject("limits")
                        .map(limits -> limits(limits, present))
                        .orElse(present),
                fields.optionalTexts("refusedIds"),
                fields.optionalInteger("mostRows", 1, MappingBatch.MOST_ROWS),
                fields.objects("audiences").stream().map(WorldChange::audience).toList(),
                fields.objects("audienceChanges").stream()
                        .map(WorldChange::audienceChange)
                        .toList());
        fields.requireNoOthers();
        return change;
    }

    private static Owner owner(Fields fields, Owner present) {
        Owner owner = new Owner(
                fields.optionalText("name").orElse(present.name()),
                fields.optionalText("email").orElse(present.email()),
                fields.optionalTexts("advertiserIds").map(Set::copyOf).orElse(present.advertiserIds()),
                fields.optionalNumbers("scopes").orElse(present.scopes()));
        fields.requireNoOthers();
        return owner;
    }

    private static AdvertiserChange advertiser(Fields fields) {
        AdvertiserChange change = new AdvertiserChange(
                fields.text("id"),
                fields.optionalText("name"),
                fields.optionalText("businessAccount"),
                fields.optionalText("status"),
                fields.optionalText("role").map(WorldChange::role),
                fields.optionalFlag("reachable").orElse(true));
        fields.requireNoOthers();
        return change;
    }

    private static AudienceChange audienceChange(Fields fields) {
        int most = Integer.MAX_VALUE;
        AudienceChange change = new AudienceChange(
                fields.text("id"),
                fields.optionalInteger("matched", 0, most),
                fields.optionalInteger("matchedPercent", 0, 100),
                fields.optionalFlag("valid"),
                fields.optionalInteger("expiresInSeconds", -most, most),
                fields.optionalText("name"),
                fields.optionalText("message"),
                fields.optionalText("problem"));
        fields.requireNoOthers();
        return change;
    }

    private static Advertiser.Role role(String name) {
        return Arrays.stream(Advertiser.Role.values())
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.parameter("role", "Must be ADMIN, OPERATOR or ANALYST."));
    }

    private static SimulatorLimits limits(Fields fields, SimulatorLimits present) {
        int most = Integer.MAX_VALUE;
        SimulatorLimits limits = present.withCalls(
                        fields.integer("qps", present.perSecond(), 1, most),
                        fields.integer("qpm", present.perMinute(), 1, most),
                        fields.integer("qpd", present.perDay(), 1, most))
                .withReadyAfter(Duration.ofMillis(fields.integer(
                        "readyAfterMillis", Math.toIntExact(present.readyAfter().toMillis()), 0, most)))
                .withAudienceLimit(fields.integer("audienceLimit", present.audienceLimit(), 0, most));
        fields.requireNoOthers();
        return limits;
    }

    private static Audience.Kind audience(Fields fields) {
        Optional<Integer> matched = fields.optionalInteger("matched", 0, Integer.MAX_VALUE);
        Audience.Kind kind = new Audience.Kind(
                fields.text("advertiserId"),
                fields.text("name"),
                fields.optionalText("type").orElse(Audience.PARTNER),
                Set.copyOf(new ArrayList<>(fields.optionalTexts("sharedWith").orElse(List.of()))),
                fields.optionalFlag("valid").orElse(true),
                matched.map(OptionalLong::of).orElse(OptionalLong.empty()));
        fields.requireNoOthers();
        return kind;
    }
}
