package io.audienceroutes.audience;

import io.audienceroutes.audience.Audiences.Audience;
import io.audienceroutes.tiktok.AudienceListing;
import io.audienceroutes.tiktok.AudienceName;
import io.audienceroutes.tiktok.ReplyReader;
import io.audienceroutes.tiktok.TikTokCall;
import io.audienceroutes.tiktok.TikTokCalls;
import io.audienceroutes.tiktok.TikTokReply;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;

/** What TikTok reports about an audience after the delivery. Called by route {@code read-audience}. */
public final class AudienceReadBack {
    private final Audiences audiences;
    private final ReplyReader reader;
    private final Clock clock;
    private final TikTokCalls calls = new TikTokCalls();

    /** Reads the audiences from the database. */
    public AudienceReadBack(Audiences audiences, ReplyReader reader, Clock clock) {
        this.audiences = audiences;
        this.reader = reader;
        this.clock = clock;
    }

    /** The call that fetches one audience. */
    public TikTokCall call(@Body long audience) {
        Audience ours = audiences.require(audience);
        return calls.getAudience(ours.owner(), ours.tiktokId().orElseThrow());
    }

    /** The content of the response. */
    public AudienceReading read(@Body TikTokReply reply) {
        return reader.audience(reply)
                .map(listing -> reading(listing, List.of(), now()))
                .orElseGet(() -> AudienceReading.gone(now(), List.of()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The audience in the list of its owner, and other audiences with the same name. */
    public static AudienceReading among(List<AudienceListing> listings, Audience ours, Instant at) {
        Optional<AudienceListing> found = listings.stream()
                .filter(each -> ours.tiktokId().equals(Optional.of(each.audienceId())))
                .findFirst();
        AudienceName name = new AudienceName(ours.name());
        List<String> twins = listings.stream()
                .filter(each -> name.matches(each.name()))
                .map(AudienceListing::audienceId)
                .filter(id -> !ours.tiktokId().equals(Optional.of(id)))
                .distinct()
                .sorted()
                .toList();
        return found.map(listing -> reading(listing, twins, at)).orElseGet(() -> AudienceReading.gone(at, twins));
    }

    private static AudienceReading reading(AudienceListing listing, List<String> twins, Instant at) {
        return new AudienceReading(
                at,
                true,
                listing.type(),
                listing.coverNum(),
                listing.isValid(),
                listing.isExpiring(),
                listing.expiredTime(),
                listing.status(),
                listing.problem(),
                twins);
    }
}
