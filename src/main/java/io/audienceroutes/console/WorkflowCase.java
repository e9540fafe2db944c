package io.audienceroutes.console;

import io.audienceroutes.catalog.ActionLink;
import io.audienceroutes.catalog.WorkflowAction;
import io.audienceroutes.state.WorkflowEvent;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.FailedMembers;
import io.audienceroutes.workflow.Failure;
import io.audienceroutes.workflow.Offers;
import io.audienceroutes.workflow.Offers.Offer;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.TaskState;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowFile;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.WorkflowTask;
import io.audienceroutes.workflow.WorkflowType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All that the pages of one workflow show, as it was at one moment. */
final class WorkflowCase {
    private static final Set<Commands.Name> RESUMING =
            EnumSet.of(Commands.Name.RESOLVE, Commands.Name.RETRY, Commands.Name.RESTART);

    private static final Set<Commands.Name> BESIDE = EnumSet.of(
            Commands.Name.STOP, Commands.Name.APPROVE, Commands.Name.REJECT, Commands.Name.IGNORE_MISSING_FILE);

    private final ConsoleData data;
    private final Visit visit;
    private final Workflow workflow;
    private final List<WorkflowEvent> events;
    private final List<Offer> offers;

    WorkflowCase(ConsoleData data, Visit visit, Workflow workflow) {
        this.data = data;
        this.visit = visit;
        this.workflow = workflow;
        this.events = data.workflows().eventsOf(workflow.id());
        this.offers = Offers.of(workflow, data.workflows()).stream()
                .filter(offer -> may(visit, offer.command()))
                .toList();
    }

    /** Whoever may not send may still stop: that sends nothing. */
    static boolean may(Visit visit, Commands.Name command) {
        return command == Commands.Name.STOP ? visit.mayAct() : visit.maySend();
    }

    WorkflowRow row() {
        return new WorkflowRow(
                workflow, data.progress().of(workflow.id()), data.clock().instant());
    }

    Workflow workflow() {
        return workflow;
    }

    String id() {
        return workflow.id();
    }

    String csrf() {
        return visit.csrf();
    }

    /** The newest entry of the audit that this page shows: what a form says that it was filled in after. */
    long seen() {
        return events.isEmpty() ? 0 : events.get(events.size() - 1).sequence();
    }

    List<Offer> offers() {
        return offers;
    }

    Optional<Offer> offer(Commands.Name command) {
        return offers.stream().filter(offer -> offer.command() == command).findFirst();
    }

    /** What went wrong or is asked, as long as it stands. */
    Optional<Failure> failure() {
        boolean settled = switch (workflow.state()) {
            case STOPPED, SKIPPED, SUCCEEDED, ISSUE -> true;
            case RUNNING, WAITING, STOPPING, FAILED -> false;
        };
        return workflow.failure().filter(failure -> !settled);
    }

    /** Whether nothing went wrong, and a person is asked. */
    boolean asks() {
        return Offers.asks(workflow);
    }

    Optional<WorkflowAction> action() {
        return workflow.failure().map(failure -> data.catalog().action(failure.action()));
    }

    /** Whether the dialog of resolutions has anything to choose. */
    boolean resolvable() {
        return failure().isPresent() && offers.stream().anyMatch(offer -> RESUMING.contains(offer.command()));
    }

    /** What the dialog offers: Retry, the specific action, Restart, then what else is possible. */
    List<Choice> choices() {
        List<Choice> choices = new ArrayList<>();
        offer(Commands.Name.RETRY).ifPresent(offer -> choices.add(Choice.of(offer, false)));
        offer(Commands.Name.RESOLVE)
                .ifPresent(offer ->
                        choices.add(action().map(action -> new Choice("resolve", action.title(), action.cause(), true))
                                .orElseGet(() -> Choice.of(offer, true))));
        offer(Commands.Name.RESTART).ifPresent(offer -> choices.add(Choice.of(offer, false)));
        offers.stream()
                .filter(offer -> !RESUMING.contains(offer.command()) && offer.command() != Commands.Name.STOP)
                .forEach(offer -> choices.add(Choice.of(offer, false)));
        return choices;
    }

    /** What is offered beside the dialog, on the page itself. */
    List<Offer> buttons() {
        return offers.stream()
                .filter(offer ->
                        failure().isEmpty() ? !RESUMING.contains(offer.command()) : BESIDE.contains(offer.command()))
                .toList();
    }

    /** The steps of the resolution, with the names of what they are about. */
    List<Step> steps() {
        Map<String, String> names =
                Offers.names(workflow, data.places().apply(workflow).toString());
        return action().stream()
                .flatMap(action -> action.steps().stream())
                .map(step -> new Step(Show.text(step.textFor(names)), step.links(), pageOf(step.text())))
                .toList();
    }

    /** The page of this console where a step is taken. */
    private Optional<PageLink> pageOf(String text) {
        if (text.contains("{credential}")) {
            return Optional.of(new PageLink("Credential " + workflow.settings().credential(), "/credentials"));
        }
        if (text.contains("{destination}") || text.contains("the destination")) {
            return Optional.of(new PageLink(
                    "Destination " + workflow.destination(), "/destinations/" + Show.path(workflow.destination())));
        }
        return Optional.empty();
    }

    Optional<String> obstacle() {
        return new FailedMembers(data.workflows()).of(workflow).obstacle().map(Show::text);
    }

    List<WorkflowFile> files() {
        return data.files().of(workflow.id());
    }

    /** The stages with their tasks; those without any are left out. */
    List<StageView> stages() {
        Map<Stage, List<TaskView>> tasks = new TreeMap<>();
        data.tasks()
                .of(workflow.id())
                .forEach(task -> tasks.computeIfAbsent(task.stage(), stage -> new ArrayList<>())
                        .add(new TaskView(task, workflow.state())));
        return tasks.entrySet().stream()
                .map(entry -> new StageView(entry.getKey().label(), entry.getValue()))
                .toList();
    }

    /** What happened, newest first. */
    List<WorkflowEvent> events() {
        List<WorkflowEvent> newest = new ArrayList<>(events);
        Collections.reverse(newest);
        return newest;
    }

    /** What was done to it after a form was shown: by whom and when. */
    Optional<WorkflowEvent> doneSince(long seen) {
        return commandAfter(seen, events);
    }

    /** The newest command that was carried out after this entry. */
    static Optional<WorkflowEvent> commandAfter(long seen, List<WorkflowEvent> events) {
        return events.stream()
                .filter(event -> event.sequence() > seen
                        && event.kind().startsWith("command-")
                        && event.details().getOrDefault("result", "").equals("done"))
                .reduce((earlier, later) -> later);
    }

    Optional<PlanView> plan() {
        return workflow.type() == WorkflowType.PLAN
                ? data.plans()
                        .of(workflow.id())
                        .map(plan -> new PlanView(plan, data.clock().instant()))
                : Optional.empty();
    }

    boolean maySend() {
        return visit.maySend();
    }

    Optional<ReceiptView> receipt() {
        return workflow.receipt().filter(receipt -> workflow.state().ended()).map(ReceiptView::new);
    }

    List<String> warnings() {
        return workflow.warnings().stream().map(Show::text).toList();
    }

    /** One entry of the dialog. */
    record Choice(String command, String title, String sentence, boolean preselected) {
        static Choice of(Offer offer, boolean preselected) {
            return new Choice(offer.command().id(), offer.title(), offer.sentence(), preselected);
        }
    }

    /** One step of a resolution; links lead outside, the page is one of this console. */
    record Step(String text, List<ActionLink> links, Optional<PageLink> page) {}

    /** A page of this console. */
    record PageLink(String title, String path) {}

    /** A stage and its tasks. */
    record StageView(String label, List<TaskView> tasks) {}

    /** A task as it stands. */
    record TaskView(WorkflowTask task, WorkflowState of) {
        String state() {
            return of.ended() && task.state() == TaskState.WAITING
                    ? "not done"
                    : task.state().name().toLowerCase(Locale.ROOT);
        }

        String name() {
            return Show.words(task.name());
        }

        String took() {
            return task.startedAt()
                    .flatMap(start -> task.endedAt().map(end -> Show.span(Duration.between(start, end))))
                    .orElse("");
        }

        Map<String, String> inputs() {
            return sorted(task.inputs());
        }

        Map<String, String> outputs() {
            return sorted(task.outputs());
        }

        private static Map<String, String> sorted(Map<String, String> figures) {
            Map<String, String> sorted = new TreeMap<>();
            figures.forEach((name, value) -> sorted.put(Show.line(name), Show.line(value)));
            return sorted;
        }
    }
}
