package io.audienceroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SimulatedLimitsTest {
    @RegisterExtension
    static final RunningSimulator tiktok = new RunningSimulator();

    private static final String PASSED = "200 0 OK";

    @Test
    void basicLevelIsTheDefault() {
        assertThat(SimulatorSettings.defaults().limits())
                .isEqualTo(new SimulatorLimits(10, 600, 864_000, Duration.ofSeconds(1), 400));
    }

    @Test
    void secondIsASlidingWindow() throws Exception {
        limit("{'qps':2}");

        assertThat(call()).isEqualTo(PASSED);
        tiktok.clock.advance(Duration.ofMillis(900));
        assertThat(call()).isEqualTo(PASSED);
        tiktok.clock.advance(Duration.ofMillis(99));
        assertThat(call()).isEqualTo("200 40100 App reaches the QPS limit.");
        tiktok.clock.advance(Duration.ofMillis(1));
        assertThat(call()).isEqualTo(PASSED);
        assertThat(call()).isEqualTo("200 40100 App reaches the QPS limit.");
    }

    @Test
    void minuteIsASlidingWindowInWhichRefusedCallsDoNotCount() throws Exception {
        limit("{'qpm':2}");

        assertThat(call()).isEqualTo(PASSED);
        assertThat(call()).isEqualTo(PASSED);
        tiktok.clock.advance(Duration.ofMillis(59_999));
        assertThat(call()).isEqualTo("200 40100 App reaches the QPM limit.");
        tiktok.clock.advance(Duration.ofMillis(1));
        assertThat(call()).isEqualTo(PASSED);
    }

    @Test
    void dayEndsAtMidnightUtc() throws Exception {
        limit("{'qpd':1}");
        tiktok.clock.set(Instant.parse("2026-03-01T23:59:59.999Z"));

        assertThat(call()).isEqualTo(PASSED);
        assertThat(call()).isEqualTo("200 40100 App reaches the QPD limit.");
        tiktok.clock.set(Instant.parse("2026-03-02T00:00:00Z"));
        assertThat(call()).isEqualTo(PASSED);
    }

    @Test
    void allEndpointsShareTheWindows() throws Exception {
        limit("{'qps':1}");

        assertThat(call()).isEqualTo(PASSED);
        assertThat(tiktok.post("segment/mapping/", "{}").code()).isEqualTo(40100);
        assertThat(tiktok.send(tiktok.posted("oauth2/access_token/", "{}")).code())
                .isEqualTo(40100);
    }

    @Test
    void unauthenticatedCallsAndControlCallsDoNotCount() throws Exception {
        limit("{'qps':1}");

        tiktok.send(tiktok.request(Endpoint.DESCRIBE_USER.path()).GET());
        tiktok.show("calls");

        assertThat(call()).isEqualTo(PASSED);
    }

    @Test
    void throttledCallHasNoEffectAndUsesUpNoFault() throws Exception {
        limit("{'qps':1}");
        call();
        tiktok.control("faults", "{'path':'*','code':50000}");

        assertThat(tiktok.audience("Example")).isNull();
        tiktok.clock.advance(Duration.ofSeconds(1));

        assertThat(call()).isEqualTo("200 50000 Simulated fault");
        assertThat(tiktok.show("audiences").json().path("audiences")).isEmpty();
    }

    private static void limit(String json) throws Exception {
        assertThat(tiktok.control("state", "{'limits':" + json + "}").status()).isEqualTo(200);
    }

    private static String call() throws Exception {
        return tiktok.get("user/info/", Map.of()).outcome();
    }
}
