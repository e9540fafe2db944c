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
 * When an audience has to be read, and what of a reading people have to know. A size is judged only when TikTok had the
 * time to compute it: 24 to 48 hours for a new audience (TikTok Help Center), the hours of a change for any other.
 */
final class WatchRules {
    private static final Duration NEW_MAY_SHOW = Duration.ofHours(24);

    /** Of a hundred members; fewer than this share is no matter of taste but of wrong hashes. */
    private static final long HARDLY_ANY_PERCENT = 1;

    private static final int PERCENT = 100;

    /** TikTok's list may lag behind the creation of an audience. */
    private static final Duration LIST_LAG = Duration.ofMinutes(10);

    private final Duration availableAfter;
    private final Duration interval;
    private final Duration expiresSoon;
    private final Duration stale;

    /**
     * Judges by these times.
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

    /** What people have to know by this reading; nothing about a size that TikTok may still be computing. */
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
                            + ": expected one that ad groups can use; it takes no members any more and is in no"
                            + " campaign. Delete it in TikTok Ads Manager; the next delivery makes another one, to be"
                            + " put into the ad groups."));
        }
        boolean broken = !reading.valid()
                && (!reading.problem().isEmpty() || !reading.at().isBefore(settledAt(watched)));
        if (broken) {
            return Optional.of(new AudienceWarning(
                    Kind.INVALID,
                    name(watched) + " is not available: expected that TikTok lets it be used within 48 hours of a"
                            + " change; found " + texts(reading) + ". Look at it in TikTok Ads Manager."));
        }
        return reading.expiresAt()
                .filter(end -> end.isBefore(reading.at().plus(expiresSoon)))
                .map(end -> new AudienceWarning(
                        Kind.EXPIRING,
                        name(watched) + " expires at " + end + ", within " + expiresSoon.toDays()
                                + " days: it is taken out of its ad groups then, and cannot be renewed. Use it in an"
                                + " active ad group, which moves the end unless a retention was set, or plan for"
                                + " another audience."));
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
                            "%s has %,d matched people of %,d members that this product put there: expected many"
                                    + " more. Values were probably normalised or hashed in another way than TikTok's:"
                                    + " look at the check-up of hashes in the receipt, and compare a value that you"
                                    + " know.",
                            name(watched),
                            people,
                            watched.members())));
        }
        if (people < AudienceForecast.USABLE_FROM) {
            return Optional.of(new AudienceWarning(
                    Kind.BELOW_MINIMUM,
                    String.format(
                            Locale.ROOT,
                            "%s has %,d matched people: expected at least 1,000, without which no ad group can use"
                                    + " it; this product put %,d members there. Deliver a longer list.",
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
                name(watched) + " is not the only one of its name: expected one; found also " + ids
                        + ". Deliveries go on to the first named. Rename or delete the others in TikTok Ads Manager, so"
                        + " that nobody picks the wrong one.");
    }

    private Optional<AudienceWarning> staleness(WatchedAudience watched, AudienceReading reading) {
        Instant refreshed = watched.audience().refreshedAt().orElse(watched.lastChangeAt());
        if (stale.isZero() || refreshed.plus(stale).isAfter(reading.at())) {
            return Optional.empty();
        }
        return Optional.of(new AudienceWarning(
                Kind.STALE,
                name(watched) + " was refreshed last at " + refreshed + ": expected a list within " + stale.toDays()
                        + " days. Nothing refreshes by itself: check why no file has arrived."));
    }

    /** An audience that changes all the time is never settled: after two days its size is taken as it is. */
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
        return " is not in TikTok's list any more: expected the audience that lists were delivered to until "
                + watched.lastChangeAt()
                + "; somebody has probably deleted it, and ad groups lost it. The next delivery"
                + " makes another one, with another id; put that into the ad groups.";
    }

    private static String texts(AudienceReading reading) {
        String problem = reading.problem().isEmpty() ? "" : "TikTok's problem '" + reading.problem() + "'";
        String status = reading.status().isEmpty() ? "" : "TikTok's message '" + reading.status() + "'";
        String both = problem + (problem.isEmpty() || status.isEmpty() ? "" : " and ") + status;
        return both.isEmpty() ? "that it does not, without a word why" : both;
    }

    /** How an audience is called in a message. */
    static String name(WatchedAudience watched) {
        return "Audience '" + watched.audience().name() + "' (id "
                + watched.audience().tiktokId().orElseThrow() + ", advertiser "
                + watched.audience().owner() + ")";
    }
}
