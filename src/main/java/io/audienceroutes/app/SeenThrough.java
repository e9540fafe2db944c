package io.audienceroutes.app;

import io.audienceroutes.delivery.Progress.Position;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.Workflows;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Sees one workflow through until nothing more happens by itself, or only after a long wait, and shows how far it is:
 * one line that changes on a terminal, a line now and then elsewhere.
 */
final class SeenThrough {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long LOOK_MILLIS = 50;
    private static final long TERMINAL_MILLIS = 200;
    private static final long PLAIN_MILLIS = 10_000;

    private final Bundle bundle;
    private final PrintWriter progress;
    private final boolean terminal;
    private long lastShown = System.nanoTime();
    private boolean lineOpen;

    SeenThrough(Bundle bundle, Terminal terminal) {
        this.bundle = bundle;
        this.progress = terminal.out();
        this.terminal = terminal.interactive();
    }

    Workflow await(String workflowId) throws InterruptedException {
        while (true) {
            Workflow workflow = bundle.wiring().workflows().require(workflowId);
            if (workflow.state().ended() || waitsLong(workflow, bundle.wiring().workflows())) {
                closeLine();
                return workflow;
            }
            show(workflow);
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /** Whether nothing happens to the workflow for a while: it waits for a person, or for a time far away. */
    static boolean waitsLong(Workflow workflow, Workflows workflows) {
        if (workflow.state() != WorkflowState.WAITING) {
            return false;
        }
        Instant limit = Instant.now().plus(PATIENCE);
        return switch (workflow.waitingFor().orElseThrow()) {
            case RATE, TIKTOK -> workflow.resumeAt().orElseThrow().isAfter(limit);
            case APPROVAL, FILE -> true;
            case TURN ->
                holder(workflow, workflows)
                        .map(other -> waitsLong(other, workflows))
                        .orElse(false);
        };
    }

    private static Optional<Workflow> holder(Workflow waiting, Workflows workflows) {
        return workflows.open().stream()
                .filter(other ->
                        other.audience() == waiting.audience() && !other.id().equals(waiting.id()))
                .filter(other -> !other.waitingFor().equals(Optional.of(WaitingFor.TURN)))
                .findFirst();
    }

    private void show(Workflow workflow) {
        long sinceMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastShown);
        if (sinceMillis < (terminal ? TERMINAL_MILLIS : PLAIN_MILLIS)) {
            return;
        }
        lastShown = System.nanoTime();
        String text = bundle.wiring()
                .progress()
                .of(workflow.id())
                .map(position -> workflow.stage().label() + ": " + text(position))
                .orElse(WorkflowText.state(workflow));
        if (terminal) {
            progress.print("\r\u001b[K" + text);
            lineOpen = true;
        } else {
            progress.println(text);
        }
        progress.flush();
    }

    private void closeLine() {
        if (lineOpen) {
            progress.print("\r\u001b[K");
            progress.flush();
        }
    }

    private static String text(Position position) {
        String done = String.format(Locale.ROOT, "%,d", position.done());
        String total = position.total() > 0 ? String.format(Locale.ROOT, " of %,d", position.total()) : "";
        String rate = String.format(Locale.ROOT, ", %,.0f/s", position.rate());
        return done + total + " " + position.unit() + rate + left(position);
    }

    private static String left(Position position) {
        if (position.total() == 0 || position.rate() <= 0) {
            return "";
        }
        long seconds = Math.round((position.total() - position.done()) / position.rate());
        return String.format(Locale.ROOT, ", %d:%02d left", seconds / 60, seconds % 60);
    }
}
