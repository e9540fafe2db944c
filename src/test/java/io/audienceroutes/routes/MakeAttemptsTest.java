package io.audienceroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

/** What happens around each attempt of a call, and in which order. */
final class MakeAttemptsTest extends RouteTest {
    private static final String[] ONE_ATTEMPT = {
        "present", "obtain-token", "sign", "pace", "require claim", "attempt-tiktok-call", "weigh token", "weigh answer"
    };

    private int attemptsDue = 1;
    private Optional<String> failing = Optional.empty();
    private String signed = "";

    MakeAttemptsTest() {
        super("make-attempts");
        border("obtain-token", exchange -> exchange.getMessage().setBody("token"));
        border("attempt-tiktok-call", exchange -> {
            signed = exchange.getMessage().getBody(String.class);
            exchange.getMessage().setBody("answer");
        });
    }

    @Override
    protected void bindToRegistry(Registry registry) {
        registry.bind("attempts", new Attempts());
        registry.bind("tokens", new Tokens());
    }

    @Test
    void anAttemptIsSignedThenPacedAndItsClaimIsTheLastCheck() {
        Exchange exchange = attempt();

        assertThat(exchange.getException()).isNull();
        assertThat(calls()).containsExactly(ONE_ATTEMPT);
        assertThat(signed).isEqualTo("call signed with token");
        assertThat(exchange.getVariable("attempt", Attempt.class).left()).isZero();
    }

    @Test
    void aRepeatedAttemptFetchesItsTokenAgain() {
        attemptsDue = 3;

        attempt();

        assertThat(calls().stream().filter("obtain-token"::equals)).hasSize(3);
        assertThat(calls().stream().filter("attempt-tiktok-call"::equals)).hasSize(3);
    }

    @Test
    void noAttemptIsMadeWhereNoneIsDue() {
        attemptsDue = 0;

        attempt();

        assertThat(calls()).isEmpty();
    }

    @Test
    void ourOwnRateLimitIsRaisedBeforeTheWire() {
        failing = Optional.of("pace");

        Exchange exchange = attempt();

        assertThat(exchange.getException()).hasMessage("pace");
        assertThat(calls()).containsExactly("present", "obtain-token", "sign", "pace");
    }

    @Test
    void aLostClaimIsRaisedBeforeTheWire() {
        failing = Optional.of("require claim");

        Exchange exchange = attempt();

        assertThat(exchange.getException()).hasMessage("require claim");
        assertThat(calls()).doesNotContain("attempt-tiktok-call");
    }

    private Exchange attempt() {
        return call("make-attempts", exchange -> exchange.getMessage().setBody("call"));
    }

    private void step(String name) {
        note(name);
        if (failing.filter(name::equals).isPresent()) {
            throw new IllegalStateException(name);
        }
    }

    /** How many attempts are left. */
    public record Attempt(int left) {
        public boolean isDue() {
            return left > 0;
        }

        public long getPauseMillis() {
            return 0;
        }
    }

    /** The attempts of one call. */
    public final class Attempts {
        public Attempt begin() {
            return new Attempt(attemptsDue);
        }

        public String call(@Variable("attempt") Attempt attempt) {
            step("present");
            return "call";
        }

        public String sign(String call, String token) {
            step("sign");
            return call + " signed with " + token;
        }

        public void pace(@Variable("attempt") Attempt attempt) {
            step("pace");
        }

        public void requireClaim(@Variable("attempt") Attempt attempt) {
            step("require claim");
        }

        public Attempt next(@Variable("attempt") Attempt attempt, @Body String answer) {
            step("weigh answer");
            assertThat(answer).isEqualTo("answer");
            return new Attempt(attempt.left() - 1);
        }
    }

    /** The tokens of one call. */
    public final class Tokens {
        public String weigh(@Body String answer) {
            step("weigh token");
            return answer;
        }
    }
}
