package io.audienceroutes.app;

import io.audienceroutes.failure.FailureNews;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/** Sends an alert through route {@code send-alert}. */
final class AlertRoute implements Consumer<FailureNews> {
    private final CamelContext camel;

    AlertRoute(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    public void accept(FailureNews news) {
        try (ProducerTemplate producer = camel.createProducerTemplate()) {
            producer.send("direct:send-alert", exchange -> exchange.setVariable("failureNews", news));
        } catch (IOException e) {
            throw new UncheckedIOException("The alert could not be passed to its route", e);
        }
    }
}
