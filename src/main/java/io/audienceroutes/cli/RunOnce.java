package io.audienceroutes.cli;

import io.audienceroutes.app.Bundle;
import io.audienceroutes.destination.ConnectionState;
import io.audienceroutes.workflow.Workflow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.support.ScheduledPollConsumer;

/**
 * Runs until the sources are empty and no work is left: every source was polled completely since the last file arrived,
 * no file there may soon be complete, and each workflow has ended or waits for long; or until the process is asked to
 * end.
 */
final class RunOnce {
    private static final long LOOK_MILLIS = 100;

    private final Bundle bundle;

    RunOnce(Bundle bundle) {
        this.bundle = bundle;
    }

    /** Returns the workflows that were opened or resumed meanwhile, in their order of arrival. */
    List<Workflow> run() throws InterruptedException {
        long before = bundle.newestAtStart();
        List<String> leftOver =
                bundle.wiring().workflows().open().stream().map(Workflow::id).toList();
        while (!bundle.ending() && !checked()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        long seen = -1;
        Map<String, Long> polls = Map.of();
        while (!bundle.ending()) {
            long newest = newest();
            if (newest != seen) {
                seen = newest;
                polls = polls();
            }
            if (polledToTheEnd(polls)
                    && bundle.filesWaiting() == 0
                    && bundle.wiring().settled()
                    && newest() == seen) {
                return workflows(before, leftOver);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return workflows(before, leftOver);
    }

    /** No file is picked up before a destination is checked: earlier polls do not count. */
    private boolean checked() {
        return bundle.wiring().connections().all().stream()
                .noneMatch(connection -> connection.state() == ConnectionState.State.UNCHECKED);
    }

    private long newest() {
        return bundle.wiring().workflows().newestArrival();
    }

    private List<Workflow> workflows(long before, List<String> leftOver) {
        return bundle.wiring().workflows().since(before, leftOver);
    }

    /** A poll that began after the last file arrived has ended and found nothing more: two more polls confirm it. */
    private boolean polledToTheEnd(Map<String, Long> since) {
        Map<String, Long> now = polls();
        return now.entrySet().stream().allMatch(poll -> poll.getValue() >= since.getOrDefault(poll.getKey(), 0L) + 2);
    }

    private Map<String, Long> polls() {
        Map<String, Long> polls = new HashMap<>();
        for (Route route : bundle.camel().getRoutes()) {
            Consumer consumer = route.getConsumer();
            if (consumer instanceof ScheduledPollConsumer polling) {
                polls.put(route.getRouteId(), polling.getCounter());
            }
        }
        return polls;
    }
}
