package io.audienceroutes.tiktok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryBudgetTest {
    private static final TikTokCalls CALLS = new TikTokCalls();
    private static final TikTokCall ADD =
            CALLS.addMembers(List.of("1"), List.of("2"), IdSchema.EMAIL_SHA256, new byte[32], Optional.empty());
    private static final TikTokCall CREATE = CALLS.createAudience("1", new AudienceName("Spring"));

    private final TikTokReplies replies = new TikTokReplies(Catalogs.shipped(), Clock.systemUTC());
    private final RetryBudget budget = new RetryBudget(new Random(1));

    private TikTokException fault(TikTokCall call, int code, String message) {
        String body = "{\"code\":" + code + ",\"message\":\"" + message + "\"}";
        return catchThrowableOfType(
                TikTokException.class,
                () -> replies.judge(call, 200, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))));
    }

    @ParameterizedTest
    @CsvSource({
        "40100, QPS limit,       100",
        "40100, QPM limit,         0",
        "40100, QPD limit,         0",
        "60001, maintenance,       3",
        "50000, effect unknown,    3",
        "20001, partly,            1",
        "40062, not hashed,        0",
        "40061, batch size,        0",
        "40002, not editable,      0",
        "40105, revoked,           0",
        "77777, unknown,           0"
    })
    void kindOfErrorDecidesHowOftenABatchIsSentAgain(int code, String message, int again) {
        TikTokException fault = fault(ADD, code, message);

        for (int tries = 1; tries <= 10; tries++) {
            assertThat(budget.pauseAfter(fault, tries, Duration.ZERO).isPresent())
                    .as("after try " + tries)
                    .isEqualTo(tries <= again);
        }
    }

    @Test
    void creationOfUnknownEffectIsNeverTriedAgainAtOnce() {
        assertThat(budget.pauseAfter(fault(CREATE, 50_000, "x"), 1, Duration.ZERO))
                .isEmpty();
        assertThat(budget.pauseAfter(fault(CREATE, 60_001, "x"), 1, Duration.ZERO))
                .isPresent();
        assertThat(budget.pauseAfter(replies.lost(CREATE, new ConnectException()), 1, Duration.ZERO))
                .isPresent();
    }

    @Test
    void secondIsWaitedFor() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(budget.pauseAfter(fault(ADD, 40_100, "QPS"), 1, Duration.ZERO))
                    .hasValueSatisfying(
                            pause -> assertThat(pause).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_500)));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 800", "2, 1600", "3, 3200"})
    void pausesGrowWithFullJitter(int tries, int mostMillis) {
        TikTokException fault = fault(ADD, 60_001, "x");
        Set<Long> tenths = new HashSet<>();

        for (int i = 0; i < 2_000; i++) {
            Duration pause = budget.pauseAfter(fault, tries, Duration.ZERO).orElseThrow();
            assertThat(pause).isBetween(Duration.ZERO, Duration.ofMillis(mostMillis));
            tenths.add(pause.toNanos() * 10 / (mostMillis * 1_000_000L + 1));
        }

        assertThat(tenths).hasSize(10);
    }

    @Test
    void nothingIsTriedBeyondTenSeconds() {
        TikTokException fault = fault(ADD, 40_100, "QPS");

        for (int i = 0; i < 1_000; i++) {
            assertThat(budget.pauseAfter(fault, 6, Duration.ofMillis(9_001))).isEmpty();
            Optional<Duration> pause = budget.pauseAfter(fault, 6, Duration.ofMillis(8_700));
            pause.ifPresent(value -> assertThat(value).isLessThanOrEqualTo(Duration.ofMillis(1_300)));
        }
    }
}
