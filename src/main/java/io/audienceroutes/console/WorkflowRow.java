package io.audienceroutes.console;

import io.audienceroutes.stage.Progress;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.WorkflowType;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A workflow as lists and its own page show it.
 *
 * @param position how far its stage is, where one is at work here
 */
record WorkflowRow(Workflow workflow, Optional<Progress.Position> position, Instant now) {
    WorkflowRow {
        // One that waits or has failed is where it stopped: its counters still stand
        position = position.filter(
                at -> workflow.state() == WorkflowState.RUNNING || workflow.state() == WorkflowState.STOPPING);
    }

    String id() {
        return workflow.id();
    }

    String path() {
        return "/workflows/" + Show.path(workflow.id());
    }

    String file() {
        return Show.brief(workflow.fileName());
    }

    String audience() {
        return Show.brief(workflow.audienceName());
    }

    String startedBy() {
        return Show.brief(workflow.startedBy());
    }

    boolean rehearsal() {
        return workflow.settings().sandbox();
    }

    String type() {
        return Show.words(workflow.type().id());
    }

    /** Decides colour and sign; lower case. */
    String stateId() {
        return workflow.state().name().toLowerCase(Locale.ROOT);
    }

    /** The state, with what a waiting one waits for. */
    String state() {
        return workflow.state().label()
                + workflow.waitingFor()
                        .filter(reason -> workflow.state() == WorkflowState.WAITING)
                        .map(reason -> " for " + reason.words())
                        .orElse("");
    }

    /** The state alone. */
    String label() {
        return workflow.state().label();
    }

    /** What a waiting one waits for. */
    Optional<String> waitsFor() {
        return workflow.waitingFor()
                .filter(reason -> workflow.state() == WorkflowState.WAITING)
                .map(reason -> "for " + reason.words());
    }

    boolean open() {
        return !workflow.state().ended();
    }

    /** From start to end, or until now. */
    String took() {
        return workflow.startedAt()
                .map(start ->
                        Show.span(Duration.between(start, workflow.endedAt().orElse(now))))
                .orElse("");
    }

    /** The first line of what went wrong or is asked. */
    Optional<String> problem() {
        boolean settled = workflow.state() == WorkflowState.SUCCEEDED || workflow.state() == WorkflowState.ISSUE;
        return workflow.failure()
                .filter(failure -> !settled && workflow.state() != WorkflowState.SKIPPED)
                .map(failure -> Show.text(failure.message()))
                .or(() -> workflow.warnings().stream().findFirst().map(Show::text));
    }

    /** The five stages, and how each of them stands. */
    List<Mark> marks() {
        return Arrays.stream(Stage.values())
                .map(stage -> new Mark(stage.label(), mark(stage)))
                .toList();
    }

    private String mark(Stage stage) {
        WorkflowState state = workflow.state();
        int order = stage.compareTo(workflow.stage());
        boolean succeeded = state == WorkflowState.SUCCEEDED || state == WorkflowState.ISSUE;
        // A plan ends where a delivery would go on
        if (order < 0 || (succeeded && (order == 0 || workflow.type() != WorkflowType.PLAN))) {
            return "done";
        }
        if (order > 0) {
            return "ahead";
        }
        return switch (state) {
            case RUNNING, STOPPING -> "active";
            case WAITING -> "waiting";
            case FAILED -> "failed";
            case SKIPPED, STOPPED -> "stopped";
            case SUCCEEDED, ISSUE -> "done";
        };
    }

    /** How far the present stage is, in words. */
    Optional<String> progress() {
        return position.map(at -> Show.count(at.done())
                + (at.total() > 0 ? " of " + Show.count(at.total()) : "") + " " + at.unit()
                + (at.rate() >= 1 ? ", " + Show.count(Math.round(at.rate())) + " a second" : "")
                + left(at));
    }

    private static String left(Progress.Position at) {
        if (at.total() == 0 || at.rate() <= 0) {
            return "";
        }
        long seconds = Math.round(Math.max(0, at.total() - at.done()) / at.rate());
        return seconds == 0 ? "" : ", about " + Show.span(Duration.ofSeconds(seconds)) + " left";
    }

    /** How many of a hundred are done, where the total is known. */
    Optional<Long> percent() {
        return position.filter(at -> at.total() > 0).map(at -> Show.percent(at.done(), at.total()));
    }

    /** One of the five stages; {@code standing} is done, active, waiting, failed, stopped or ahead. */
    record Mark(String stage, String standing) {
        String words() {
            return switch (standing) {
                case "done" -> "done";
                case "active" -> "in progress";
                case "waiting" -> "waiting";
                case "failed" -> "failed";
                case "stopped" -> "stopped here";
                default -> "not started";
            };
        }
    }
}
