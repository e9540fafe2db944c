package io.audienceroutes.source;

import java.util.Optional;
import java.util.function.IntSupplier;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.component.file.remote.RemoteFileConsumer;
import org.apache.camel.component.file.remote.RemoteFilePollingConsumerPollStrategy;
import org.apache.camel.spi.PollingConsumerPollStrategy;

/**
 * The looks of one pick-up, one after the other: asks the watch before, tells it afterwards. Camel asks this before and
 * behind each poll; what goes wrong in the middle of a poll is noted here by whoever meets it.
 */
final class SourceLook implements PollingConsumerPollStrategy {
    /** What has to be right before a look. */
    interface Preparation {
        /** Raises what is wrong. */
        void before(Endpoint endpoint);

        /** What was kept from earlier looks may be what is wrong. */
        default void failed() {}
    }

    private final String destination;
    private final String place;
    private final SourceFaults faults;
    private final SourceWatch watch;
    private final RemoteFilePollingConsumerPollStrategy disconnecting = new RemoteFilePollingConsumerPollStrategy();
    private Preparation preparation = endpoint -> {};
    private IntSupplier waiting = () -> 0;
    private volatile Optional<SourceFault> broken = Optional.empty();

    SourceLook(String destination, String place, SourceWatch watch) {
        this.destination = destination;
        this.place = place;
        this.faults = new SourceFaults(place);
        this.watch = watch;
        watch.announce(destination, place);
    }

    SourceLook preparedBy(Preparation step) {
        preparation = step;
        return this;
    }

    /** Who counts the files that are not whole yet, at the end of a look. */
    SourceLook countingWaiting(IntSupplier counter) {
        waiting = counter;
        return this;
    }

    SourceFaults faults() {
        return faults;
    }

    /** From here to the end of this look nothing more is taken. */
    void broke(Throwable cause) {
        if (broken.isEmpty()) {
            broken = Optional.of(faults.of(cause));
        }
    }

    boolean broken() {
        return broken.isPresent();
    }

    void leftAlone(String message) {
        watch.leftAlone(destination, message);
    }

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        broken = Optional.empty();
        if (!watch.begin(destination)) {
            return false;
        }
        preparation.before(endpoint);
        return true;
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        if (broken.isPresent()) {
            down(consumer, endpoint, broken.get());
        } else {
            watch.up(destination, place, polledMessages, waiting.getAsInt());
        }
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        if (SourceFaults.isAboutOneFile(cause)) {
            watch.up(destination, place, 1, 0);
        } else {
            down(consumer, endpoint, faults.of(cause));
        }
        return false;
    }

    private void down(Consumer consumer, Endpoint endpoint, SourceFault fault) {
        disconnect(consumer, endpoint, fault);
        preparation.failed();
        watch.down(destination, fault);
    }

    /** A connection that failed once is not trusted again. */
    private void disconnect(Consumer consumer, Endpoint endpoint, SourceFault fault) {
        if (consumer instanceof RemoteFileConsumer) {
            try {
                boolean unused = disconnecting.rollback(consumer, endpoint, 0, fault);
            } catch (Exception e) {
                throw new IllegalStateException("The connection could not be given up", e);
            }
        }
    }
}
