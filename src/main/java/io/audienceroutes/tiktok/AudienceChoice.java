package io.audienceroutes.tiktok;

import io.audienceroutes.tiktok.AudienceDecision.Ambiguous;
import io.audienceroutes.tiktok.AudienceDecision.Create;
import io.audienceroutes.tiktok.AudienceDecision.Full;
import io.audienceroutes.tiktok.AudienceDecision.Reuse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Chooses the audience for a name, from all that TikTok lists for the owner.
 *
 * <p>Only the owner's Partner audiences that have not expired accept members. The choice among several is
 * deterministic: the recorded one, then a valid one, then the oldest, then the smallest id.
 */
public final class AudienceChoice {
    /** Custom audiences that an advertising account can hold, of all kinds together. */
    public static final int MAX_AUDIENCES = 400;

    /** TikTok's list may lag behind a creation; for this time, our records take precedence. */
    private static final Duration LIST_LAG = Duration.ofMinutes(10);

    private final AudienceName name;
    private final Optional<RecordedAudience> recorded;
    private final Instant now;

    private AudienceChoice(AudienceName name, Optional<RecordedAudience> recorded, Instant now) {
        this.name = name;
        this.recorded = recorded;
        this.now = now;
    }

    /**
     * Decides.
     *
     * @param listings of all pages
     * @param recorded our record for this owner and name
     */
    public static AudienceDecision choose(
            AudienceName name, List<AudienceListing> listings, Optional<RecordedAudience> recorded, Instant now) {
        return new AudienceChoice(name, recorded, now).among(distinct(listings));
    }

    /** A page can repeat entries of the previous one if an audience is created in between. */
    private static List<AudienceListing> distinct(List<AudienceListing> listings) {
        Map<String, AudienceListing> byId = new LinkedHashMap<>();
        listings.stream()
                .filter(listing -> !listing.audienceId().isEmpty())
                .forEach(listing -> byId.putIfAbsent(listing.audienceId(), listing));
        List<AudienceListing> distinct = new ArrayList<>(byId.values());
        listings.stream().filter(listing -> listing.audienceId().isEmpty()).forEach(distinct::add);
        return List.copyOf(distinct);
    }

    private AudienceDecision among(List<AudienceListing> listings) {
        List<AudienceListing> holders =
                listings.stream().filter(each -> name.matches(each.name())).toList();
        Optional<AudienceListing> chosen =
                holders.stream().filter(this::takesMembers).min(preference());
        if (isTooNewForTheList(listings)) {
            List<String> warnings = new ArrayList<>(twins(recordedId(), holders));
            warnings.add(
                    "Audience " + QuotedText.id(recordedId()) + ", created less than " + LIST_LAG.toMinutes()
                            + " minutes ago, is not in TikTok's list yet: check in TikTok Ads Manager that it was not deleted.");
            return new Reuse(recordedId(), true, warnings);
        }
        if (chosen.isPresent()) {
            return reuse(chosen.get(), holders);
        }
        if (!holders.isEmpty()) {
            return new Ambiguous(ids(holders), why(holders));
        }
        return renamed(listings)
                .<AudienceDecision>map(listing -> reuse(listing, holders))
                .orElseGet(() -> create(listings));
    }

    private boolean isTooNewForTheList(List<AudienceListing> listings) {
        return recorded.flatMap(RecordedAudience::createdAt)
                        .filter(created -> now.isBefore(created.plus(LIST_LAG)))
                        .isPresent()
                && listings.stream().noneMatch(this::isRecorded);
    }

    /** The recorded one, if it was renamed in TikTok. */
    private Optional<AudienceListing> renamed(List<AudienceListing> listings) {
        return listings.stream()
                .filter(this::isRecorded)
                .filter(this::takesMembers)
                .findFirst();
    }

    private boolean takesMembers(AudienceListing listing) {
        return listing.oddity().isEmpty() && listing.isCreator() && listing.isPartner() && !listing.hasExpired(now);
    }

    private Comparator<AudienceListing> preference() {
        return Comparator.comparing((AudienceListing each) -> !isRecorded(each))
                .thenComparing(each -> !each.isValid())
                .thenComparing(each -> each.createTime().orElse(Instant.MAX))
                .thenComparing(each -> each.audienceId().length())
                .thenComparing(AudienceListing::audienceId);
    }

    private Reuse reuse(AudienceListing chosen, List<AudienceListing> holders) {
        List<String> warnings = new ArrayList<>(twins(chosen.audienceId(), holders));
        String audience = "Audience " + QuotedText.id(chosen.audienceId());
        if (!isRecorded(chosen)) {
            warnings.add(audience + " existed before this first delivery: members that it already has stay,"
                    + " so it matches the list only in part.");
        }
        if (!name.matches(chosen.name())) {
            warnings.add(audience + " is now called " + QuotedText.name(chosen.name()) + " in TikTok.");
        } else if (name.looksCut() && !isRecorded(chosen)) {
            warnings.add(
                    audience + " may have a longer name that TikTok has truncated; check that it is the right one.");
        }
        if (!chosen.isValid()) {
            warnings.add(
                    audience + " is not available in TikTok for now: it is still being processed, or is too small.");
        }
        if (chosen.isExpiring()) {
            warnings.add(audience + " expires within 60 days unless an active ad group uses it.");
        }
        return new Reuse(chosen.audienceId(), isRecorded(chosen), warnings);
    }

    private AudienceDecision create(List<AudienceListing> listings) {
        int held = (int) listings.stream().filter(AudienceListing::isCreator).count();
        if (held >= MAX_AUDIENCES) {
            return new Full(held);
        }
        return new Create(recorded
                .map(gone -> "Audience " + QuotedText.id(gone.audienceId())
                        + " is no longer in TikTok; a new one takes its place.")
                .stream()
                .toList());
    }

    private static List<String> twins(String chosenId, List<AudienceListing> holders) {
        List<AudienceListing> others = holders.stream()
                .filter(each -> !each.audienceId().equals(chosenId))
                .toList();
        if (others.isEmpty()) {
            return List.of();
        }
        return List.of("Other audiences have the same name: "
                + others.stream()
                        .map(each -> QuotedText.id(each.audienceId()))
                        .sorted()
                        .collect(Collectors.joining(", "))
                + "; members are delivered to " + QuotedText.id(chosenId) + ".");
    }

    private String why(List<AudienceListing> holders) {
        return holders.stream()
                .map(each -> "audience " + QuotedText.id(each.audienceId()) + " " + flaw(each))
                .collect(Collectors.joining("; "));
    }

    private static String flaw(AudienceListing holder) {
        if (holder.oddity().isPresent()) {
            return "cannot be read from TikTok's response (" + holder.oddity().get() + ")";
        }
        if (!holder.isPartner()) {
            return "is of type " + QuotedText.name(holder.type()) + ", not Partner";
        }
        return holder.isCreator() ? "has expired" : "belongs to another account";
    }

    private static List<String> ids(List<AudienceListing> holders) {
        return holders.stream().map(AudienceListing::audienceId).sorted().toList();
    }

    private boolean isRecorded(AudienceListing listing) {
        return listing.audienceId().equals(recordedId());
    }

    private String recordedId() {
        return recorded.map(RecordedAudience::audienceId).orElse("");
    }
}
