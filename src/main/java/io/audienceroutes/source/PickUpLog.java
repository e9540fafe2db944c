package io.audienceroutes.source;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for what fails in a pick-up: the state of the source and of the workflow tell the rest. */
final class PickUpLog implements ExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger("io.audienceroutes.sources");
    private static final String OURS = "io.audienceroutes.";

    private final String destination;
    private final SourceFaults faults;
    private final Predicate<Throwable> aboutOneFile;
    private final Consumer<Throwable> internal;

    /**
     * Logs the faults of one pick-up.
     *
     * @param aboutOneFile takes what is about a single file, and tells it otherwise
     * @param internal takes what nobody foresaw
     */
    PickUpLog(
            String destination, SourceFaults faults, Predicate<Throwable> aboutOneFile, Consumer<Throwable> internal) {
        this.internal = internal;
        this.aboutOneFile = aboutOneFile;
        this.destination = destination;
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
        if (SourceFaults.isInternal(exception)) {
            internal.accept(exception);
        } else if (!aboutOneFile.test(exception)) {
            LOG.warn("{}: {}", destination, meaning(exception));
        }
        LOG.debug("{}: the fault behind it", destination, exception);
    }

    private String meaning(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getName().startsWith(OURS)) {
                return cause.getMessage();
            }
        }
        return faults.of(exception).getMessage();
    }
}
