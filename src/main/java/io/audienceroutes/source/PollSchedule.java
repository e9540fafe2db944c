package io.audienceroutes.source;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.spi.ScheduledPollConsumerScheduler;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The polls of one pick-up, on the threads of a {@link SourcePool}: the next one is due an interval after the last one
 * ended.
 */
final class PollSchedule extends ServiceSupport implements ScheduledPollConsumerScheduler, SourcePool.Look {
    private final SourcePool pool;
    private final String destination;
    private final String place;
    private CamelContext context;
    private Runnable poll = () -> {};
    private Duration first = Duration.ZERO;
    private Duration delay = Duration.ZERO;
    private boolean active;
    private Optional<ScheduledPollConsumer> polling = Optional.empty();
    private Optional<Future<?>> next = Optional.empty();

    PollSchedule(SourcePool pool, String destination, String place) {
        this.pool = pool;
        this.destination = destination;
        this.place = place;
    }

    @Override
    public String destination() {
        return destination;
    }

    @Override
    public String place() {
        return place;
    }

    @Override
    public void onInit(Consumer consumer) {
        ScheduledPollConsumer poller = (ScheduledPollConsumer) consumer;
        polling = Optional.of(poller);
        first = Duration.of(poller.getInitialDelay(), poller.getTimeUnit().toChronoUnit())
                .plus(pool.spread());
        delay = Duration.of(poller.getDelay(), poller.getTimeUnit().toChronoUnit());
    }

    @Override
    public void scheduleTask(Runnable task) {
        poll = task;
    }

    @Override
    public synchronized void startScheduler() {
        if (!active) {
            active = true;
            next = Optional.of(pool.after(first, this));
        }
    }

    @Override
    public synchronized void unscheduleTask() {
        active = false;
        next.ifPresent(look -> look.cancel(false));
        next = Optional.empty();
    }

    @Override
    public synchronized boolean isSchedulerStarted() {
        return active;
    }

    @Override
    public void run() {
        if (!isSchedulerStarted()) {
            return;
        }
        try {
            poll.run();
        } catch (Error e) {
            // Camel passes it on, and the thread would end silently
            polling.orElseThrow().getExceptionHandler().handleException(e);
        }
    }

    @Override
    public synchronized void ended() {
        if (active) {
            next = Optional.of(pool.after(delay, this));
        }
    }

    @Override
    protected void doStop() {
        unscheduleTask();
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext given) {
        context = given;
    }
}
