package io.audienceroutes.app;

import io.audienceroutes.stage.HeavyWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;

/** Fails a workflow through route {@code fail-workflow}, as the dead-letter channel does, for a stage that is cut off. */
final class FailureRoute implements BiConsumer<String, RuntimeCamelException> {
    private final CamelContext camel;

    FailureRoute(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    public void accept(String workflowId, RuntimeCamelException failure) {
        try (ProducerTemplate producer = camel.createProducerTemplate()) {
            producer.send("direct:fail-workflow", exchange -> {
                exchange.setVariable("workflowId", workflowId);
                exchange.setVariable("claim", workflowId);
                exchange.setProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, failure);
            });
        } catch (IOException e) {
            throw new UncheckedIOException("The failure could not be handed over", e);
        } finally {
            camel.getRegistry()
                    .lookupByNameAndType("heavyWork", HeavyWork.class)
                    .end();
        }
    }
}
