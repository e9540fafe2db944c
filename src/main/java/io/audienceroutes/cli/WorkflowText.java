package io.audienceroutes.cli;

import io.audienceroutes.app.BundleWiring;
import io.audienceroutes.catalog.ActionStep;
import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.catalog.WorkflowAction;
import io.audienceroutes.state.WorkflowEvent;
import io.audienceroutes.text.Figures;
import io.audienceroutes.text.SafeText;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.FailedMembers;
import io.audienceroutes.workflow.Failure;
import io.audienceroutes.workflow.Offers;
import io.audienceroutes.workflow.TaskState;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowFile;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.WorkflowTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A workflow as text: its state, what went wrong, and what can be done. */
public final class WorkflowText {
    private WorkflowText() {}

    /** One line per workflow, newest first. */
    static String list(List<Workflow> workflows, Instant now) {
        if (workflows.isEmpty()) {
            return "No workflow matches.";
        }
        TextTable table = TextTable.of(
                        "WORKFLOW",
                        "STATE",
                        "TYPE",
                        "STAGE",
                        "ARRIVED",
                        "TOOK",
                        "STARTED BY",
                        "DESTINATION",
                        "AUDIENCE",
                        "FILE")
                .alignRight("TOOK");
        workflows.forEach(workflow -> table.row(
                workflow.id(),
                workflow.state().label()
                        + workflow.waitingFor()
                                .map(reason -> " for " + reason.words())
                                .orElse(""),
                workflow.type().id() + (workflow.settings().sandbox() ? " (rehearsal)" : ""),
                workflow.stage().label(),
                workflow.arrivedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                duration(workflow, now),
                SafeText.line(workflow.startedBy()),
                workflow.destination(),
                SafeText.line(workflow.audienceName()),
                SafeText.line(workflow.fileName())));
        return table.toString();
    }

    /** From start to end, or until now; empty if it has not started. */
    private static String duration(Workflow workflow, Instant now) {
        return workflow.startedAt()
                .map(start -> Duration.between(start, workflow.endedAt().orElse(now)))
                .map(Figures::span)
                .orElse("");
    }

    /** The text of {@code workflows show}. */
    public static String details(Workflow workflow, BundleWiring wiring) {
        return details(
                workflow,
                wiring.tasks().of(workflow.id()),
                wiring.files().of(workflow.id()),
                wiring.workflows().eventsOf(workflow.id()),
                wiring.workflows().newerThan(workflow),
                new FailedMembers(wiring.workflows()).of(workflow),
                wiring.placeOf(workflow),
                wiring.catalog());
    }

    /** Everything about one workflow. */
    private static String details(
            Workflow workflow,
            List<WorkflowTask> tasks,
            List<WorkflowFile> files,
            List<WorkflowEvent> audit,
            Optional<String> newer,
            FailedMembers.Retry failed,
            Path folder,
            ErrorCatalog catalog) {
        List<String> lines = new ArrayList<>();
        lines.add("Workflow " + workflow.id() + ": " + state(workflow));
        lines.add("  type          " + workflow.type().id());
        lines.add("  file          " + SafeText.line(workflow.fileName()));
        lines.add("  destination   " + workflow.destination()
                + (workflow.settings().sandbox() ? " (sandbox: delivered to the simulator)" : ""));
        lines.add("  audience      " + SafeText.line(workflow.audienceName()));
        lines.add("  started by    " + SafeText.line(workflow.startedBy()) + " at " + workflow.arrivedAt());
        files.forEach(file ->
                lines.add("  holds         " + SafeText.line(file.describe()) + ", arrived " + file.arrivedAt()));
        lines.addAll(ending(workflow, audit));
        lines.add("");
        tasks.forEach(task -> lines.add(task(task, workflow.state())));
        boolean settled = workflow.state() == WorkflowState.STOPPED || workflow.state() == WorkflowState.SKIPPED;
        workflow.failure()
                .filter(failure -> !settled)
                .ifPresent(failure ->
                        lines.addAll(failure(workflow, failure, Offers.names(workflow, folder.toString()), catalog)));
        lines.addAll(commands(workflow, newer, failed));
        failed.obstacle().ifPresent(why -> lines.addAll(List.of("", why)));
        workflow.receipt().filter(receipt -> workflow.state().ended()).ifPresent(receipt -> {
            lines.add("");
            lines.add(ReceiptText.of(receipt, Optional.of(folder.resolve("receipt.json"))));
        });
        return String.join(System.lineSeparator(), lines);
    }

    /** Why a workflow was skipped or stopped, and by whom. */
    private static List<String> ending(Workflow workflow, List<WorkflowEvent> audit) {
        List<String> lines = new ArrayList<>();
        if (workflow.state() == WorkflowState.SKIPPED) {
            workflow.warnings().forEach(why -> lines.add("  skipped       " + why));
        }
        if (workflow.state() == WorkflowState.STOPPED || workflow.state() == WorkflowState.STOPPING) {
            audit.stream()
                    .filter(event -> event.kind().equals("stop-requested"))
                    .reduce((earlier, later) -> later)
                    .ifPresent(event ->
                            lines.add("  stopped by    " + SafeText.line(event.actor()) + " at " + event.at()));
        }
        audit.stream()
                .filter(event -> event.kind().startsWith("command-")
                        && event.details().getOrDefault("result", "").equals("done"))
                .forEach(event -> lines.add("  asked         " + event.kind().substring("command-".length()) + " by "
                        + SafeText.line(event.actor()) + " at " + event.at()
                        + Optional.ofNullable(event.details().get("reason"))
                                .filter(reason -> !reason.isBlank())
                                .map(reason -> ": " + SafeText.line(reason))
                                .orElse("")));
        return lines;
    }

    /** The state, with what a waiting workflow waits for. */
    static String state(Workflow workflow) {
        String waiting =
                workflow.waitingFor().map(reason -> " for " + reason.words()).orElse("");
        String until = workflow.resumeAt().map(at -> ", resumes at " + at).orElse("");
        return workflow.state().label() + waiting + until + ", stage "
                + workflow.stage().label();
    }

    private static String task(WorkflowTask task, WorkflowState state) {
        return String.format(
                Locale.ROOT,
                "  %-8s %-32s %-10s %s",
                task.stage().label(),
                task.name(),
                state.ended() && task.state() == TaskState.WAITING
                        ? "not done"
                        : task.state().name().toLowerCase(Locale.ROOT),
                figures(task.outputs().isEmpty() ? task.inputs() : task.outputs()));
    }

    private static String figures(Map<String, String> figures) {
        return figures.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(figure -> figure.getKey() + "=" + figure.getValue())
                .collect(Collectors.joining(" "));
    }

    private static List<String> failure(
            Workflow workflow, Failure failure, Map<String, String> names, ErrorCatalog catalog) {
        WorkflowAction action = catalog.action(failure.action());
        boolean held = Offers.asks(workflow);
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add((held ? "What is to be decided (" : "What went wrong (") + failure.at() + ", " + failure.condition()
                + request(failure) + ")");
        lines.add("  " + SafeText.of(failure.message()));
        lines.add("");
        lines.add((held ? "Decision: " : "Resolution: ") + action.title());
        lines.add("  " + action.cause());
        if (workflow.settings().sandbox()) {
            lines.add("  This is a rehearsal: its audiences are in the simulator, and not in TikTok Ads Manager.");
        }
        int number = 1;
        for (ActionStep step : action.steps()) {
            lines.add("  " + number++ + ". " + step.textFor(names));
            step.links().forEach(link -> lines.add("     " + link.title() + ": " + link.url()));
        }
        return lines;
    }

    /** The commands that the workflow accepts now, each with its effect. */
    private static List<String> commands(Workflow workflow, Optional<String> newer, FailedMembers.Retry failed) {
        List<Offers.Offer> offers = Offers.of(workflow, newer, failed);
        if (offers.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("What you can do");
        int width = offers.stream()
                .mapToInt(offer -> offer.command().id().length())
                .max()
                .orElse(0);
        for (Offers.Offer offer : offers) {
            String id = offer.command().id();
            lines.add("  audience-routes workflows " + id + " " + workflow.id() + " ".repeat(width - id.length())
                    + "   " + offer.sentence() + needed(offer.command()));
        }
        return lines;
    }

    /** The option without which a command cannot be carried out. */
    private static String needed(Commands.Name command) {
        return switch (command) {
            case UPDATE_ERROR_THRESHOLD -> " Requires --percent or --rows.";
            case IGNORE_MISSING_FILE -> " Needs --reason.";
            default -> "";
        };
    }

    private static String request(Failure failure) {
        return failure.requestId().isEmpty() ? "" : ", TikTok request " + failure.requestId();
    }
}
