package io.audienceroutes.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.audienceroutes.api.WorkflowActions.Outcome;
import io.audienceroutes.api.WorkflowActions.Request;
import io.audienceroutes.api.WorkflowDetails.FailureDetails;
import io.audienceroutes.api.WorkflowDetails.Task;
import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.destination.RejectLimit;
import io.audienceroutes.people.Principal;
import io.audienceroutes.state.StoredJson;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowFilter;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.WorkflowType;
import io.audienceroutes.workflow.Workflows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Header;

/** Workflows over HTTP. Called by the routes {@code api-*}. */
public final class WorkflowApi {
    private static final int PAGE = 50;
    private static final int MOST = 500;
    private static final String CSV = "text/csv; charset=utf-8";

    private final Workflows workflows;
    private final Tasks tasks;
    private final ErrorCatalog catalog;
    private final WorkflowActions actions;
    private final Function<Workflow, Receipt> receipts;
    private final Function<String, Path> rejects;
    private final Idempotency idempotency;

    /**
     * @param receipts the receipt of a workflow, stored or as it stands
     * @param rejects where the rejected rows of a workflow are, masked
     */
    public WorkflowApi(
            Workflows workflows,
            Tasks tasks,
            ErrorCatalog catalog,
            WorkflowActions actions,
            Function<Workflow, Receipt> receipts,
            Function<String, Path> rejects,
            Idempotency idempotency) {
        this.workflows = workflows;
        this.tasks = tasks;
        this.catalog = catalog;
        this.actions = actions;
        this.receipts = receipts;
        this.rejects = rejects;
        this.idempotency = idempotency;
    }

    /** A page of the workflows that match, newest first. */
    public ApiAnswer list(
            @Header("state") String state,
            @Header("type") String type,
            @Header("destination") String destination,
            @Header("startedBy") String startedBy,
            @Header("since") String since,
            @Header("text") String text,
            @Header("cursor") String cursor,
            @Header("limit") String limit) {
        int most = limitOf(limit);
        WorkflowFilter filter = new WorkflowFilter(
                given(state).map(WorkflowApi::stateOf),
                given(type).map(WorkflowApi::typeOf),
                given(destination),
                given(startedBy),
                given(since).map(WorkflowApi::timeOf),
                given(text),
                false,
                given(cursor));
        List<Workflow> found = workflows.list(filter, most + 1);
        List<Workflow> page = found.subList(0, Math.min(most, found.size()));
        String next = found.size() > most ? page.get(page.size() - 1).id() : null;
        return ApiAnswer.json(
                200, new WorkflowPage(page.stream().map(WorkflowSummary::of).toList(), next));
    }

    /** One workflow. */
    public ApiAnswer show(@Header("id") String id, @Header(Caller.HEADER) Principal caller) {
        Workflow workflow = workflows.require(id);
        return ApiAnswer.json(
                200,
                new WorkflowDetails(
                        WorkflowSummary.of(workflow),
                        tasks.of(id).stream().map(Task::of).toList(),
                        workflow.failure()
                                .map(failure -> FailureDetails.of(failure, catalog.action(failure.action())))
                                .orElse(null),
                        workflow.warnings(),
                        actions.allowed(workflow, caller).stream()
                                .map(Commands.Name::id)
                                .toList(),
                        actions.version(id)));
    }

    /** The receipt of a workflow, as it stands where it has not ended. */
    public ApiAnswer receipt(@Header("id") String id) {
        ObjectNode receipt = StoredJson.object(receipts.apply(workflows.require(id)));
        receipt.properties().removeIf(field -> field.getValue().isNull());
        return ApiAnswer.json(200, receipt);
    }

    /** The rejected rows of a workflow as CSV; values are masked. */
    public ApiAnswer rejects(@Header("id") String id, @Header(Caller.HEADER) Principal caller) {
        if (!caller.mayHandlePersonalData()) {
            throw new ApiForbidden("Your access to personal data is restricted, so you cannot download rejected rows.");
        }
        Workflow workflow = workflows.require(id);
        Path file = rejects.apply(workflow.id());
        try {
            return ApiAnswer.download(CSV, workflow.id() + "-rejects.csv", Files.readString(file));
        } catch (java.nio.file.NoSuchFileException e) {
            throw new ApiNotFound("Workflow " + id + " has no file of rejected rows: none was rejected, or the file was"
                    + " deleted after the time that it is kept for.");
        } catch (IOException e) {
            throw new UncheckedIOException("The rejected rows of workflow " + id + " cannot be read", e);
        }
    }

    /** Asks something of a workflow. */
    public ApiAnswer command(
            @Header("id") String id,
            @Body String body,
            @Header(Idempotency.HEADER) String key,
            @Header(Caller.HEADER) Principal caller) {
        return idempotency.once(caller, key, "command " + id, body, () -> perform(id, body, caller));
    }

    private ApiAnswer perform(String id, String body, Principal caller) {
        WorkflowCommand asked = ActionBody.read(body, WorkflowCommand.class);
        Optional<RejectLimit> threshold =
                asked.percent() == null && asked.rows() == null ? Optional.empty() : Optional.of(limit(asked));
        Outcome outcome = actions.perform(
                id,
                new Request(
                        WorkflowActions.nameOf(asked.command()),
                        Optional.ofNullable(asked.action()),
                        threshold,
                        Optional.ofNullable(asked.reason()),
                        Optional.ofNullable(asked.version())),
                caller);
        return ApiAnswer.json(
                outcome.answer().isPresent() ? 200 : 202,
                new CommandAnswer(
                        outcome.name().id(),
                        outcome.answer().isPresent() ? "done" : "accepted",
                        outcome.answer()
                                .orElse("The command is stored and will be executed as soon as the runner is free.")));
    }

    private static RejectLimit limit(WorkflowCommand asked) {
        int percent = Optional.ofNullable(asked.percent()).orElse(0);
        long rows = Optional.ofNullable(asked.rows()).orElse(0L);
        if (percent < 0 || percent > 100 || rows < 0) {
            throw new ApiInvalid(
                    "The threshold is not valid: expected percent from 0 to 100 and rows from 0. Nothing was"
                            + " done.");
        }
        return new RejectLimit(percent, rows);
    }

    static Optional<String> given(String text) {
        return Optional.ofNullable(text).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static WorkflowState stateOf(String text) {
        try {
            return WorkflowState.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ApiInvalid("The state is unknown: expected one of "
                    + List.of(WorkflowState.values()).stream()
                            .map(WorkflowSummary::word)
                            .toList() + ".");
        }
    }

    private static WorkflowType typeOf(String text) {
        try {
            return WorkflowType.of(text);
        } catch (IllegalArgumentException e) {
            throw new ApiInvalid("The type is unknown: expected one of "
                    + List.of(WorkflowType.values()).stream()
                            .map(WorkflowType::id)
                            .toList() + ".");
        }
    }

    static Instant timeOf(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new ApiInvalid("The time is not valid: expected UTC as in 2026-11-28T09:00:00Z.");
        }
    }

    static int limitOf(String text) {
        try {
            int limit = given(text).map(Integer::parseInt).orElse(PAGE);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number that is out of bounds
            assert text != null : e;
        }
        throw new ApiInvalid("The limit is not valid: expected a number from 1 to " + MOST + ".");
    }
}
