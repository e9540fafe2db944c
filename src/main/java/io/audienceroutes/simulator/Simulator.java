package io.audienceroutes.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** A simulator that runs alone, on 127.0.0.1, in a Camel context of its own. */
public final class Simulator implements AutoCloseable {
    private static final String HOST = "127.0.0.1";

    private final Main main;
    private final String scheme;
    private final int port;

    private Simulator(Main main, String scheme, int port) {
        this.main = main;
        this.scheme = scheme;
        this.port = port;
    }

    /**
     * Starts a simulator; it answers when this returns.
     *
     * @throws IllegalStateException if it cannot start, for example because the port is taken
     */
    public static Simulator start(SimulatorSettings settings) {
        requireFree(settings.port());
        Main main = configured(settings);
        try {
            main.start();
        } catch (RuntimeException problem) {
            main.stop();
            throw new IllegalStateException("The simulator could not start on port " + settings.port(), problem);
        }
        String router = VertxPlatformHttpRouter.getRouterNameFromPort(settings.port());
        int port = VertxPlatformHttpRouter.lookup(main.getCamelContext(), router)
                .getServer()
                .getPort();
        return new Simulator(main, settings.tls().isPresent() ? "https" : "http", port);
    }

    /** The root of all addresses, without a slash at the end, for example {@code http://127.0.0.1:18080}. */
    public URI baseUrl() {
        return URI.create(scheme + "://" + HOST + ":" + port);
    }

    /** Stops the server; everything it knew is gone. */
    @Override
    public void close() {
        main.stop();
    }

    /** Asked before the start, because Camel's server only logs that it could not bind. */
    private static void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException taken) {
            throw new IllegalStateException(
                    "The simulator could not listen on " + HOST + ":" + port
                            + ": the port is taken or not allowed. Choose another, or 0 for a free one.",
                    taken);
        }
    }

    /** Nothing from outside steers this context: no properties file, environment or system property. */
    private static Main configured(SimulatorSettings settings) {
        Main main = new Main();
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure()
                .withName("tiktok-simulator")
                .withRoutesIncludePattern(SimulatorBeans.ROUTES)
                .withAutoConfigurationEnvironmentVariablesEnabled(false)
                .withAutoConfigurationSystemPropertiesEnabled(false)
                .withJmxEnabled(false)
                .withStreamCachingEnabled(false)
                .withShutdownTimeout(1);
        main.configure()
                .httpServer()
                .withEnabled(true)
                .withHost(HOST)
                .withPort(settings.port())
                .withMaxBodySize(SimulatorDefaults.MAX_BODY_BYTES);
        settings.tls().ifPresent(tls -> speakTls(main, tls));
        SimulatorBeans.bindTo(main::bind, settings);
        return main;
    }

    private static void speakTls(Main main, SimulatorTls tls) {
        main.configure().httpServer().withUseGlobalSslContextParameters(true);
        main.configure()
                .sslConfig()
                .withEnabled(true)
                .withKeyStore("file:" + tls.keyStore())
                .withKeystorePassword(tls.password());
    }
}
