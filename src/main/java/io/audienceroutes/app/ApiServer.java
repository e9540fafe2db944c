package io.audienceroutes.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Properties;

/** The HTTP server of the API and of the callback of authorisation links. */
final class ApiServer {
    private static final String OWN_ROUTES = ",classpath:routes/console/*.camel.yaml";
    private static final String MOST_BODY_BYTES = "65536";

    private ApiServer() {}

    /** Adds the server and its routes to the Camel configuration. */
    static void configure(Properties properties, BundleSettings settings) {
        String host = settings.text("api.host");
        int port = settings.number("api.port");
        requireFree(host, port);
        properties.setProperty(RouteFolder.SETTING, properties.getProperty(RouteFolder.SETTING) + OWN_ROUTES);
        properties.setProperty("camel.server.enabled", "true");
        properties.setProperty("camel.server.host", host);
        properties.setProperty("camel.server.port", Integer.toString(port));
        properties.setProperty("camel.server.maxBodySize", MOST_BODY_BYTES);
    }

    /** Asked before the start, because Camel's server only logs that it could not bind. */
    private static void requireFree(String host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new InvalidSettings("The API cannot listen on " + host + ":" + port
                    + ": the port is taken, or the address is not one of this machine. Set api.port to another, or"
                    + " api.enabled to false.");
        }
    }
}
