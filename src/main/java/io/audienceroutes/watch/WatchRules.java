package io.audienceroutes.watch;

import io.audienceroutes.audience.AudienceReading;
import io.audienceroutes.audience.AudienceWarning;
import io.audienceroutes.audience.AudienceWarning.Kind;
import io.audienceroutes.audience.AudienceWatches;
import io.audienceroutes.audience.WatchedAudience;
import io.audienceroutes.stage.compare.AudienceForecast;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * When an audience has to be read, and which warnings a reading raises. A size is evaluated only after TikTok had time
 * to process it: 24 to 48 hours for a new audience (TikTok Help Center), the hours of a change for any other.
 */
final class WatchRules {
    private static final Duration NEW_MAY_SHOW = Duration.ofHours(24);

    /** Of a hundred members; a smaller share indicates wrong hashes. */
    private static final long HARDLY_ANY_PERCENT = 1;

    private static final int PERCENT = 100;

    /** TikTok's list may lag behind the creation of an audience. */
    private static final Duration LIST_LAG = Duration.ofMinutes(10);

    private final Duration availableAfter;
    private final Duration interval;
    private final Duration expiresSoon;
    private final Duration stale;

    /**
     * Uses these times.
     *
     * @param availableAfter how long a change takes to show
     * @param interval between two readings of an audience that rests
     * @param expiresSoon before the end, how long people hear of it
     * @param stale without a delivery for so long; zero: never
     */
    WatchRules(Duration availableAfter, Duration interval, Duration expiresSoon, Duration stale) {
        this.availableAfter = availableAfter;
        this.interval = interval;
        this.expiresSoon = expiresSoon;
        this.stale = stale;
    }

    /** When the audience has to be read next: when a change may show, after 24 and 48 hours, and at intervals. */
    Instant due(WatchedAudience watched) {
        Instant change = watched.lastChangeAt();
        if (watched.readAt().isEmpty()) {
            return change.plus(availableAfter);
        }
        Instant read = watched.readAt().get();
        Instant next = read.plus(interval);
        for (Duration after : List.of(availableAfter, NEW_MAY_SHOW, AudienceWatches.SETTLED_AFTER)) {
            Instant milestone = change.plus(after);
            if (read.isBefore(milestone) && milestone.isBefore(next)) {
                next = milestone;
            }
        }
        return next;
    }

    /** The warnings of this reading, except about a size that TikTok may still be processing. */
    List<AudienceWarning> warnings(WatchedAudience watched, AudienceReading reading) {
        List<AudienceWarning> warnings = new ArrayList<>();
        if (reading.listed()) {
            state(watched, reading).ifPresent(warnings::add);
            size(watched, reading).ifPresent(warnings::add);
        } else if (!mayLagBehind(watched, reading)) {
            warnings.add(new AudienceWarning(Kind.GONE, name(watched) + gone(watched)));
        }
        if (!reading.twins().isEmpty()) {
            warnings.add(twins(watched, reading));
        }
        staleness(watched, reading).ifPresent(warnings::add);
        return warnings;
    }

    private Optional<AudienceWarning> state(WatchedAudience watched, AudienceReading reading) {
        if (reading.expired()) {
            return Optional.of(new AudienceWarning(
                    Kind.EXPIRED,
                    name(watched) + " expired at " + reading.expiresAt().orElseThrow()
                            + ". It accepts no members, and TikTok has removed it from all campaigns. Delete it"
                            + " in TikTok Ads Manager; the next delivery creates a new one. Use that"
                            + " in the ad groups."));
        }
        boolean broken = !reading.valid()
                && (!reading.problem().isEmpty() || !reading.at().isBefore(settledAt(watched)));
        if (broken) {
            return Optional.of(new AudienceWarning(
                    Kind.INVALID,
                    name(watched) + " is not available, although TikTok should make it available within 48 hours of a"
                            + " change. Reported: " + texts(reading) + ". Check it in TikTok Ads Manager."));
        }
        return reading.expiresAt()
                .filter(end -> end.isBefore(reading.at().plus(expiresSoon)))
                .map(end -> new AudienceWarning(
                        Kind.EXPIRING,
                        name(watched) + " expires at " + end + ", within " + expiresSoon.toDays()
                                + " days. TikTok then removes it from its ad groups, and it cannot be renewed. Use it in an"
                                + " active ad group, which extends its life unless a retention was set, or plan a"
                                + " new audience."));
    }

    private Optional<AudienceWarning> size(WatchedAudience watched, AudienceReading reading) {
        if (reading.matched().isEmpty() || !reading.valid() || !sizeIsKnown(watched, reading.at())) {
            return Optional.empty();
        }
        long people = reading.matched().getAsLong();
        if (watched.members() > 0 && people * PERCENT < watched.members() * HARDLY_ANY_PERCENT) {
            return Optional.of(new AudienceWarning(
                    Kind.UNMATCHED,
                    String.format(
                            Locale.ROOT,
                            "%s has only %,d matched people of %,d members that this product added. Values"
                                    + " were probably not normalised or hashed as TikTok requires: read"
                                    + " the hash check in the receipt, and hash a value that you know to"
                                    + " compare.",
                            name(watched),
                            people,
                            watched.members())));
        }
        if (people < AudienceForecast.USABLE_FROM) {
            return Optional.of(new AudienceWarning(
                    Kind.BELOW_MINIMUM,
                    String.format(
                            Locale.ROOT,
                            "%s has only %,d matched people: an ad group can use it only if it has at"
                                    + " least 1,000. This product added %,d members. Deliver a longer list.",
                            name(watched),
                            people,
                            watched.members())));
        }
        return Optional.empty();
    }

    private static AudienceWarning twins(WatchedAudience watched, AudienceReading reading) {
        String ids = String.join(", ", reading.twins());
        return new AudienceWarning(
                Kind.TWINS,
                ids,
                name(watched) + " is not the only audience with its name; the others are " + ids
                        + ". Deliveries continue to the first one. Rename or delete the others in TikTok Ads Manager, so"
                        + " that nobody uses the wrong one.");
    }

    private Optional<AudienceWarning> staleness(WatchedAudience watched, AudienceReading reading) {
        Instant refreshed = watched.audience().refreshedAt().orElse(watched.lastChangeAt());
        if (stale.isZero() || refreshed.plus(stale).isAfter(reading.at())) {
            return Optional.empty();
        }
        return Optional.of(new AudienceWarning(
                Kind.STALE,
                name(watched) + " was last refreshed at " + refreshed + ", and no file was delivered within "
                        + stale.toDays()
                        + " days. Audiences are refreshed only by deliveries: check why no file has arrived."));
    }

    /** An audience that changes constantly never settles: after two days its current size is used. */
    private boolean sizeIsKnown(WatchedAudience watched, Instant at) {
        Duration shows = isNew(watched) ? NEW_MAY_SHOW : availableAfter;
        return !at.isBefore(watched.lastChangeAt().plus(shows)) || !at.isBefore(settledAt(watched));
    }

    private static Instant settledAt(WatchedAudience watched) {
        return watched.unsettledSince().plus(AudienceWatches.SETTLED_AFTER);
    }

    private static boolean isNew(WatchedAudience watched) {
        return watched.audience().madeHere()
                && watched.lastChangeAt().isBefore(watched.firstChangeAt().plus(AudienceWatches.SETTLED_AFTER));
    }

    private static boolean mayLagBehind(WatchedAudience watched, AudienceReading reading) {
        return watched.audience()
                .createdAt()
                .filter(made -> reading.at().isBefore(made.plus(LIST_LAG)))
                .isPresent();
    }

    private static String gone(WatchedAudience watched) {
        return " is no longer in TikTok's list. Files were delivered to it until "
                + watched.lastChangeAt()
                + "; it was probably deleted, and ad groups no longer use it. The next delivery"
                + " creates a new one with another id. Use that in the ad groups.";
    }

    private static String texts(AudienceReading reading) {
        String problem = reading.problem().isEmpty() ? "" : "TikTok's problem '" + reading.problem() + "'";
        String status = reading.status().isEmpty() ? "" : "TikTok's message '" + reading.status() + "'";
        String both = problem + (problem.isEmpty() || status.isEmpty() ? "" : " and ") + status;
        return both.isEmpty() ? "no reason" : both;
    }

    /** How an audience is called in a message. */
    static String name(WatchedAudience watched) {
        return "Audience '" + watched.audience().name() + "' (id "
                + watched.audience().tiktokId().orElseThrow() + ", advertiser "
                + watched.audience().owner() + ")";
    }
}
