package io.audienceroutes.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.audienceroutes.simulator.Simulator;
import io.audienceroutes.simulator.SimulatorLimits;
import io.audienceroutes.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** The simulator of the sandbox profile: the one that already runs on the configured port, or one in this process. */
public final class SandboxSimulator {
    private static final String PORT = "simulator.port";

    private SandboxSimulator() {}

    static Optional<Simulator> startIfEnabled(BundleSettings settings) {
        if (!settings.flag("simulator.enabled") || answers(settings.number(PORT))) {
            return Optional.empty();
        }
        return Optional.of(start(settings));
    }

    /** For rehearsals of sandbox destinations in a bundle that delivers to TikTok. */
    static Optional<Simulator> startForRehearsals(BundleSettings settings) {
        int port = URI.create(settings.text("sandbox.base-url")).getPort();
        return answers(port) ? Optional.empty() : Optional.of(start(settings, port));
    }

    public static Simulator start(BundleSettings settings) {
        return start(settings, settings.number(PORT));
    }

    private static Simulator start(BundleSettings settings, int port) {
        requireFree(port);
        SimulatorLimits limits = SimulatorLimits.basic().withReadyAfter(settings.millis("simulator.ready-after-ms"));
        return Simulator.start(SimulatorSettings.defaults().withPort(port).withLimits(limits));
    }

    /** The server itself only logs a bind failure, with a stack trace. */
    private static void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IllegalArgumentException e) {
            throw new InvalidSettings(
                    "The simulator's port must be from 0 to 65535 (0: a free one), but is " + port + ".");
        } catch (IOException e) {
            throw new InvalidSettings("The simulator cannot listen on 127.0.0.1:" + port + ": "
                    + e.getMessage() + ". The port is in use, or this user may not use it. Choose another port"
                    + " with --port or the key " + PORT + "; 0 uses a free one.");
        }
    }

    /** The number of members of all its audiences. */
    public static long members(Simulator simulator) throws IOException, InterruptedException {
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
        HttpRequest request = HttpRequest.newBuilder(audiences)
                .timeout(Duration.ofSeconds(10))
                .build();
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
