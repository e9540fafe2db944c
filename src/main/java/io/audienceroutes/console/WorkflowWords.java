package io.audienceroutes.console;

import io.audienceroutes.state.WorkflowEvent;
import java.util.Locale;

/** States and events in words. */
final class WorkflowWords {
    private static final String COMMAND = "command-";

    private WorkflowWords() {}

    /** The sign of a task's state. */
    static String chip(String taskState) {
        return switch (taskState) {
            case "succeeded" -> "succeeded";
            case "failed" -> "failed";
            case "running" -> "running";
            case "waiting" -> "waiting";
            default -> "skipped";
        };
    }

    /** An entry of the audit. */
    static String event(WorkflowEvent event) {
        if (!event.kind().startsWith(COMMAND)) {
            return switch (event.kind()) {
                case "opened" -> "Opened";
                case "received" -> "File staged";
                case "turn" -> "Took its turn";
                case "stage-done" -> Show.line(event.details().getOrDefault("stage", "Stage")) + " done";
                case "held" -> "Waits for a decision";
                default -> Show.line(Show.words(event.kind()));
            };
        }
        boolean refused = event.details().getOrDefault("result", "").equals("refused");
        return Show.line(Show.words(event.kind().substring(COMMAND.length())))
                + (refused ? ", refused: " + Show.line(event.details().getOrDefault("answer", "")) : "");
    }

    /** The sign of a TikTok audience's state. */
    static String audienceChip(String state) {
        return switch (state.toLowerCase(Locale.ROOT)) {
            case "available" -> "succeeded";
            case "gone", "expired" -> "failed";
            case "not read yet" -> "waiting";
            default -> "issue";
        };
    }
}
