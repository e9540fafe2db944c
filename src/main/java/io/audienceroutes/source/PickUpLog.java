package io.audienceroutes.source;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs failures of a pick-up in one line: the states of the source and of the workflow show the rest. */
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
     * @param aboutOneFile handles problems of a single file, which are reported elsewhere
     * @param internal handles unexpected exceptions
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
        LOG.debug("{}: stack trace of the failure", destination, exception);
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
