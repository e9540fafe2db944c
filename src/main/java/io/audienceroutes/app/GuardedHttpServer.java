package io.audienceroutes.app;

import io.audienceroutes.http.FrontDoor;
import io.vertx.ext.web.Router;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/**
 * Camel's HTTP server with the front door in front of everything. Camel starts to listen in the same step in which it
 * makes its router, so the door has to be installed in between.
 */
final class GuardedHttpServer extends VertxPlatformHttpServer {
    private final FrontDoor door;

    GuardedHttpServer(VertxPlatformHttpServerConfiguration configuration, FrontDoor door) {
        super(configuration);
        this.door = door;
    }

    @Override
    protected void initializeServer() {
        super.initializeServer();
        Router router = VertxPlatformHttpRouter.lookup(
                getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(getConfigurationPort()));
        door.installOn(router);
    }
}
