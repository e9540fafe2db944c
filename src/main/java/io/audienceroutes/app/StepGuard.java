package io.audienceroutes.app;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Ordered;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Around every step of every route: an {@link Error} of a step, such as a class that cannot be loaded, becomes a failure of
 * the exchange, which the error handler takes. Camel does this for exceptions alone; an Error would end the thread, and the
 * workflow would wait for ever.
 */
final class StepGuard implements InterceptStrategy, Ordered {
    /** Outside all other interceptors. */
    @Override
    public int getOrder() {
        return HIGHEST;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, Processor nextTarget) {
        return new GuardedStep(target);
    }

    private static final class GuardedStep extends DelegateAsyncProcessor {
        GuardedStep(Processor step) {
            super(AsyncProcessorConverterHelper.convert(step));
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            AtomicBoolean answered = new AtomicBoolean();
            try {
                return super.process(exchange, inTime -> {
                    answered.set(true);
                    callback.done(inTime);
                });
            } catch (Error e) {
                exchange.setException(new RuntimeCamelException(e));
                // A splitter answers in a finally block, as if it had succeeded: what follows finds the exception
                if (!answered.get()) {
                    callback.done(true);
                }
                return true;
            }
        }
    }
}
