package io.audienceroutes.app;

import io.audienceroutes.catalog.ActionStep;
import io.audienceroutes.catalog.CommonAction;
import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.catalog.WorkflowAction;
import io.audienceroutes.workflow.Failure;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowFile;
import io.audienceroutes.workflow.WorkflowTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A workflow as a person reads it: where it is, what went wrong, and what can be done. */
final class WorkflowText {
    private WorkflowText() {}

    /** One line of a list. */
    private static String line(Workflow workflow) {
        return String.format(
                Locale.ROOT,
                "%-24s %-10s %-8s %-24s %s",
                workflow.id(),
                workflow.state().label(),
                workflow.stage().label(),
                workflow.destination(),
                workflow.fileName());
    }

    /** A line for each. */
    static String list(List<Workflow> workflows) {
        return Stream.concat(Stream.of(heading()), workflows.stream().map(WorkflowText::line))
                .collect(Collectors.joining("\n"));
    }

    /** The heads of the columns of {@link #line}. */
    private static String heading() {
        return String.format(
                Locale.ROOT, "%-24s %-10s %-8s %-24s %s", "WORKFLOW", "STATE", "STAGE", "DESTINATION", "FILE");
    }

    /** Everything about one workflow. */
    static String details(
            Workflow workflow,
            List<WorkflowTask> tasks,
            List<WorkflowFile> files,
            Optional<String> newer,
            ErrorCatalog catalog) {
        List<String> lines = new ArrayList<>();
        lines.add("Workflow " + workflow.id() + ": " + state(workflow));
        lines.add("  file          " + workflow.fileName());
        lines.add("  destination   " + workflow.destination()
                + (workflow.settings().sandbox() ? " (sandbox: delivered to the simulator)" : ""));
        lines.add("  audience      " + workflow.audienceName());
        lines.add("  started by    " + workflow.startedBy() + " at " + workflow.arrivedAt());
        files.forEach(file -> lines.add("  holds         " + file.describe() + ", arrived " + file.arrivedAt()));
        lines.add("");
        tasks.forEach(task -> lines.add(task(task)));
        workflow.failure().ifPresent(failure -> lines.addAll(failure(workflow, failure, catalog)));
        newer.ifPresent(id -> lines.add("  workflows supersede " + workflow.id() + "   Let the newer file of workflow "
                + id + " take its place; what is not delivered yet is not delivered any more."));
        workflow.receipt().ifPresent(receipt -> {
            lines.add("");
            lines.add(ReceiptText.of(receipt));
        });
        return String.join(System.lineSeparator(), lines);
    }

    /** The state, with what a waiting workflow waits for. */
    static String state(Workflow workflow) {
        String waiting =
                workflow.waitingFor().map(reason -> " for " + reason.words()).orElse("");
        String until = workflow.resumeAt().map(at -> ", goes on at " + at).orElse("");
        return workflow.state().label() + waiting + until + ", stage "
                + workflow.stage().label();
    }

    private static String task(WorkflowTask task) {
        return String.format(
                Locale.ROOT,
                "  %-8s %-32s %-10s %s",
                task.stage().label(),
                task.name(),
                task.state().name().toLowerCase(Locale.ROOT),
                figures(task.outputs().isEmpty() ? task.inputs() : task.outputs()));
    }

    private static String figures(Map<String, String> figures) {
        return figures.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(figure -> figure.getKey() + "=" + figure.getValue())
                .collect(Collectors.joining(" "));
    }

    private static List<String> failure(Workflow workflow, Failure failure, ErrorCatalog catalog) {
        WorkflowAction action = catalog.action(failure.action());
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("What went wrong (" + failure.at() + ", " + failure.condition() + request(failure) + ")");
        lines.add("  " + failure.message());
        lines.add("");
        lines.add("Resolution: " + action.title());
        lines.add("  " + action.cause());
        int number = 1;
        for (ActionStep step : action.steps()) {
            lines.add("  " + number++ + ". " + step.text());
            step.links().forEach(link -> lines.add("     " + link.title() + ": " + link.url()));
        }
        lines.add("");
        lines.add("What you can do");
        lines.add("  workflows resolve " + workflow.id()
                + "   when the cause is mended: goes on with the settings as they are now");
        for (CommonAction offer : action.offers()) {
            if (offer == CommonAction.STOP && workflow.state().ended()) {
                continue;
            }
            command(offer)
                    .ifPresent(
                            name -> lines.add("  workflows " + name + " " + workflow.id() + "   " + offer.sentence()));
            if (offer == CommonAction.APPROVE && workflow.waitingFor().equals(Optional.of(WaitingFor.APPROVAL))) {
                lines.add("  workflows reject " + workflow.id() + "   End it here; what was held back is not done.");
            }
        }
        return lines;
    }

    private static Optional<String> command(CommonAction offer) {
        return switch (offer) {
            case RETRY -> Optional.of("retry");
            case RESTART -> Optional.of("restart");
            case SKIP -> Optional.of("skip");
            case STOP -> Optional.of("stop");
            case APPROVE -> Optional.of("approve");
            case IGNORE_MISSING_FILE -> Optional.of("ignore-missing-file");
            case UPDATE_CREDENTIALS, UPDATE_ERROR_THRESHOLD -> Optional.empty();
        };
    }

    private static String request(Failure failure) {
        return failure.requestId().isEmpty() ? "" : ", TikTok request " + failure.requestId();
    }
}
