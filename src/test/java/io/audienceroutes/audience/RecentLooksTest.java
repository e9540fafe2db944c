package io.audienceroutes.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class RecentLooksTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final AudienceSearch EARLIER = AudienceSearch.begin("7000000000000000001", NOW.minusSeconds(30));
    private static final AudienceSearch LATER = AudienceSearch.begin("7000000000000000001", NOW.minusSeconds(2));

    private final RecentLooks looks = new RecentLooks(Clock.fixed(NOW, ZoneOffset.UTC));

    /** Or audiences that were made meanwhile are asked for again and again. */
    @Test
    void earlierListDoesNotReplaceALaterOne() {
        looks.found("acme", LATER);

        looks.found("acme", EARLIER);

        assertThat(looks.audiences("acme", "7000000000000000001")).contains(LATER);
    }

    @Test
    void laterListReplacesAnEarlierOne() {
        looks.found("acme", EARLIER);

        looks.found("acme", LATER);

        assertThat(looks.audiences("acme", "7000000000000000001")).contains(LATER);
        assertThat(looks.audiences("other", "7000000000000000001")).isEmpty();
    }
}
