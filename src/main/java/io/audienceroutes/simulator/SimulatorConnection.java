package io.audienceroutes.simulator;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * The one place that knows the HTTP server: reads the request as it came, because Camel mixes query parameters into the
 * headers, and closes connections.
 */
public final class SimulatorConnection {
    SimulatorConnection() {}

    /** Takes the request out of the exchange (routes {@code simulate-admit-call} and {@code simulate-control-*}). */
    public SimulatorRequest receive(Exchange exchange) {
        HttpServerRequest request = exchange.getMessage(HttpMessage.class).getRequest();
        Buffer body = exchange.getMessage().getBody() instanceof Buffer buffer ? buffer : Buffer.buffer();
        return new SimulatorRequest(
                request.method().name(),
                request.path(),
                new QueryStringDecoder(request.uri()).parameters(),
                Optional.ofNullable(request.getHeader("Access-Token")).filter(token -> !token.isBlank()),
                Optional.ofNullable(request.getHeader("Content-Type")).orElse(""),
                body.getBytes(),
                () -> request.connection().close());
    }

    /** Closes the connection of a call without an answer (route {@code simulate-answer-call}). */
    public void cut(@Variable("call") SimulatorCall call) {
        call.request().cutter().run();
    }
}
