package io.audienceroutes.app;

import io.audienceroutes.failure.SplitterError;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Makes an {@link Error} that a step of a route meets an exception of its exchange. Camel does that for beans; what its own
 * steps meet, such as a data format, ends the thread instead, and nobody would hear why the workflow goes no further.
 */
final class ToldSteps implements InterceptStrategy {
    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                try {
                    return super.process(exchange, callback);
                } catch (Error e) {
                    exchange.setException(new SplitterError(e));
                    callback.done(true);
                    return true;
                }
            }
        };
    }
}
