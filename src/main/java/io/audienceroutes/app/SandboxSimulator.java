package io.audienceroutes.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.audienceroutes.simulator.Simulator;
import io.audienceroutes.simulator.SimulatorLimits;
import io.audienceroutes.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** The simulator of the sandbox profile: the one that runs on the configured port already, or one in this process. */
final class SandboxSimulator {
    private SandboxSimulator() {}

    static Optional<Simulator> startIfEnabled(BundleSettings settings) {
        if (!settings.flag("simulator.enabled") || answers(settings.number("simulator.port"))) {
            return Optional.empty();
        }
        return Optional.of(start(settings));
    }

    static Simulator start(BundleSettings settings) {
        SimulatorLimits limits = SimulatorLimits.basic().withReadyAfter(settings.millis("simulator.ready-after-ms"));
        return Simulator.start(SimulatorSettings.defaults()
                .withPort(settings.number("simulator.port"))
                .withLimits(limits));
    }

    /** How many members all its audiences hold. */
    static long members(Simulator simulator) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(simulator.baseUrl().resolve("/simulator/audiences"))
                .build();
        String json = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        long members = 0;
        for (JsonNode audience : new ObjectMapper().readTree(json).path("audiences")) {
            for (JsonNode ofSchema : audience.path("members")) {
                members += ofSchema.asLong();
            }
        }
        return members;
    }

    /** Whether a simulator of another process answers on this port. */
    private static boolean answers(int port) {
        if (port == 0) {
            return false;
        }
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
        URI audiences = URI.create("http://127.0.0.1:" + port + "/simulator/audiences");
        HttpRequest request =
                HttpRequest.newBuilder(audiences).timeout(Duration.ofSeconds(2)).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
