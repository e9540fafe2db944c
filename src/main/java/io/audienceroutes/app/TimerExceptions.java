package io.audienceroutes.app;

import io.audienceroutes.stage.recover.TimerFaults;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;

/** Passes exceptions of timer routes to {@link TimerFaults}, instead of a Camel log line at each tick. */
final class TimerExceptions implements ExceptionHandler {
    private final TimerFaults faults;

    TimerExceptions(TimerFaults faults) {
        this.faults = faults;
    }

    @Override
    public void handleException(Throwable exception) {
        handleException("", null, exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
        handleException(message, null, exception);
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        faults.met(exchange == null ? "a timer" : "route " + exchange.getFromRouteId(), exception);
    }
}
