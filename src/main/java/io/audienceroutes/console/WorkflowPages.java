package io.audienceroutes.console;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.console.Page.Section;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.state.WorkflowEvent;
import io.audienceroutes.text.SafeText;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.WorkflowType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The pages of workflows: the list, one workflow, the dialog that resolves a failed one, its receipt and its rejects. A
 * workflow that there is not is a {@link WorkflowError} {@code workflow-unknown}.
 */
public final class WorkflowPages {
    private static final int PAGE = 50;

    private final ConsoleData data;
    private final Frame frame;

    /** Pages of what is in these. */
    public WorkflowPages(ConsoleData data) {
        this.data = data;
        this.frame = new Frame(data);
    }

    /** Path {@code /workflows}. */
    public String list(Visit visit, WorkflowQuery query) {
        List<Workflow> found;
        try {
            found = data.workflows().list(query.filter(data.clock().instant()), PAGE + 1);
        } catch (WorkflowError e) {
            // The workflow that the page before ended with was deleted
            found = List.of();
        }
        List<Workflow> shown = found.subList(0, Math.min(PAGE, found.size()));
        String next = found.size() > PAGE ? query.link(shown.get(PAGE - 1).id()) : "";
        List<Destination> destinations = data.destinations().now().all();
        return frame.page(
                visit,
                "Workflows",
                Section.WORKFLOWS,
                "workflows",
                Map.of(
                        "query",
                        query,
                        "rows",
                        rows(shown),
                        "next",
                        next,
                        "counts",
                        data.workflows().counts(),
                        "destinations",
                        destinations,
                        "starters",
                        data.workflows().starters(),
                        "types",
                        Arrays.stream(WorkflowType.values())
                                .map(WorkflowType::id)
                                .toList(),
                        "states",
                        List.of(WorkflowState.values())));
    }

    private List<WorkflowRow> rows(List<Workflow> workflows) {
        return workflows.stream()
                .map(workflow -> new WorkflowRow(
                        workflow,
                        data.progress().of(workflow.id()),
                        data.clock().instant()))
                .toList();
    }

    /** Path {@code /workflows/{id}}. */
    public String show(Visit visit, String id) {
        WorkflowCase shown = of(visit, id);
        return frame.page(visit, "Workflow " + shown.id(), Section.WORKFLOWS, "workflow", Map.of("shown", shown));
    }

    /** Path {@code /workflows/{id}/progress}: the part of the page above that changes by itself. */
    public String progress(Visit visit, String id) {
        return Frame.part("workflowProgress", Map.of("shown", of(visit, id)));
    }

    /** Path {@code /workflows/{id}/resolve}: the dialog <em>Resolve failed workflow</em>. */
    public String resolve(Visit visit, String id) {
        return dialog(visit, of(visit, id), "resolve", Map.of());
    }

    /**
     * What has to be done or said before this command is carried out: the numbered steps, a reason, a number. Empty where
     * the command needs nothing, and where the workflow does not take it now. Path {@code
     * /workflows/{id}/resolve?command=NAME}, and the answer to a form that names the command without {@code confirmed}.
     */
    public Optional<String> steps(Visit visit, String id, String command) {
        WorkflowCase shown = of(visit, id);
        return command(command)
                .flatMap(shown::offer)
                .filter(offer -> offer.command() != Commands.Name.RETRY && offer.command() != Commands.Name.RESTART)
                .map(offer -> dialog(visit, shown, "resolveSteps", Map.of("offer", offer)));
    }

    /** The command of this name. */
    private static Optional<Commands.Name> command(String id) {
        return Arrays.stream(Commands.Name.values())
                .filter(name -> name.id().equals(id.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /**
     * Tells who was faster, where somebody did something to the workflow after a form was shown. To be asked before a
     * command of that form is carried out.
     *
     * @param seen as the form sends it
     */
    public Optional<String> stale(Visit visit, String id, long seen) {
        WorkflowCase shown = of(visit, id);
        return shown.doneSince(seen).map(event -> dialog(visit, shown, "resolveStale", Map.of("event", event)));
    }

    /** As above, as one sentence, for programs. */
    public Optional<String> staleNote(String id, long seen) {
        return WorkflowCase.commandAfter(seen, data.workflows().eventsOf(id)).map(WorkflowPages::note);
    }

    private static String note(WorkflowEvent event) {
        return SafeText.line(event.actor()) + " asked for '" + event.kind().substring("command-".length()) + "' at "
                + Show.exact(event.at()) + ", after this form was shown. Nothing was changed by it.";
    }

    private String dialog(Visit visit, WorkflowCase shown, String template, Map<String, Object> more) {
        Map<String, Object> parameters = new HashMap<>(more);
        parameters.put("shown", shown);
        return visit.fragment()
                ? Frame.part(template, parameters)
                : frame.page(visit, "Resolve workflow " + shown.id(), Section.WORKFLOWS, template + "Page", parameters);
    }

    /** Path {@code /workflows/{id}/receipt}. */
    public String receipt(Visit visit, String id) {
        WorkflowCase shown = of(visit, id);
        return frame.page(
                visit,
                "Receipt of " + shown.id(),
                Section.WORKFLOWS,
                "receipt",
                Map.of("shown", shown, "view", new ReceiptView(data.receipts().apply(shown.workflow()))));
    }

    /** Path {@code /workflows/{id}/rejects}. */
    public String rejects(Visit visit, String id) {
        WorkflowCase shown = of(visit, id);
        Rejects rejects =
                visit.viewer().mayHandlePersonalData() ? Rejects.of(rejectsFile(shown.workflow())) : Rejects.notShown();
        return frame.page(
                visit,
                "Rejected values of " + shown.id(),
                Section.WORKFLOWS,
                "rejects",
                Map.of("shown", shown, "rejects", rejects));
    }

    /** The file behind the page above, for a download; empty where there is none, and for whom it is not. */
    public Optional<Path> rejectsDownload(Visit visit, String id) {
        return Optional.of(rejectsFile(of(visit, id).workflow()))
                .filter(file -> visit.maySend() && Files.isRegularFile(file));
    }

    private Path rejectsFile(Workflow workflow) {
        return data.places().apply(workflow).resolve("rejects.csv");
    }

    private WorkflowCase of(Visit visit, String id) {
        return new WorkflowCase(data, visit, data.workflows().require(id));
    }
}
