package io.audienceroutes.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class SimulatorTest {
    @Test
    void listensOnLoopbackUntilItIsClosed() throws Exception {
        URI probe;
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults())) {
            probe = simulator.baseUrl().resolve("/simulator/calls");
            assertThat(probe.getHost()).isEqualTo("127.0.0.1");
            assertThat(get(probe)).isEqualTo(200);
        }

        assertThatThrownBy(() -> get(probe)).isInstanceOf(IOException.class);
    }

    @Test
    void twoSimulatorsShareNothing() throws Exception {
        try (Simulator first = Simulator.start(SimulatorSettings.defaults());
                Simulator second = Simulator.start(SimulatorSettings.defaults())) {
            get(first.baseUrl().resolve("/open_api/v1.3/user/info/"));

            assertThat(first.baseUrl()).isNotEqualTo(second.baseUrl());
            assertThat(text(second.baseUrl().resolve("/simulator/calls"))).isEqualTo("{\"calls\":[]}");
        }
    }

    @Test
    void takenPortIsReported() {
        try (Simulator first = Simulator.start(SimulatorSettings.defaults())) {
            SimulatorSettings same =
                    SimulatorSettings.defaults().withPort(first.baseUrl().getPort());

            assertThatThrownBy(() -> Simulator.start(same).close())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("could not listen on 127.0.0.1:" + same.port())
                    .hasMessageContaining("the port is taken");
        }
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> SimulatorSettings.defaults().withPort(70_000))
                .hasMessage("port must be 0 to 65535, but is 70000");
        assertThatThrownBy(() -> SimulatorLimits.basic().withCalls(0, 1, 1))
                .hasMessage("qps must be 1 or more, but is 0");
    }

    private static int get(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String text(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
