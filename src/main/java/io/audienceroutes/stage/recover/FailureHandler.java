package io.audienceroutes.stage.recover;

import io.audienceroutes.audience.RecentLooks;
import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.catalog.ErrorKind;
import io.audienceroutes.catalog.WorkflowAction;
import io.audienceroutes.credential.CredentialRefused;
import io.audienceroutes.credential.Credentials;
import io.audienceroutes.credential.Refusals;
import io.audienceroutes.failure.AlertTopic;
import io.audienceroutes.failure.Alerts;
import io.audienceroutes.failure.FailureClassifier;
import io.audienceroutes.failure.FailureNews;
import io.audienceroutes.stage.CleanUp;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.stage.confirm.WorkflowCloser;
import io.audienceroutes.stage.plan.PlanStage;
import io.audienceroutes.stage.prepare.PrepareStage;
import io.audienceroutes.tiktok.TikTokCall;
import io.audienceroutes.tiktok.TikTokException;
import io.audienceroutes.tiktok.TikTokThrottled;
import io.audienceroutes.tiktok.WaitRule;
import io.audienceroutes.workflow.Admission;
import io.audienceroutes.workflow.DuplicateFile;
import io.audienceroutes.workflow.Failure;
import io.audienceroutes.workflow.Plans;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.StageInterrupted;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowHeld;
import io.audienceroutes.workflow.WorkflowQueue;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.WorkflowType;
import io.audienceroutes.workflow.Workflows;
import io.audienceroutes.workflow.claim.ClaimLost;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a failure into a wait, a workflow action, or nothing if a stage was only interrupted at a safe point. Called by
 * routes {@code fail-workflow}, {@code stop-workflow} and {@code send-alert}.
 */
public final class FailureHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);
    private static final Set<String> GRANT_ACTIONS = Set.of("missing-advertiser-permissions", "invalid-credentials");
    /** The next poll picks up the file as it is then; a file that keeps changing is not picked up. */
    /** Failures without an alert: a file that is still being written, and a source that has its own alert. */
    private static final Set<String> UNTOLD = Set.of("source-file-changed", "source-copy-stalled");

    private static final String AUDIENCE_NOT_FOUND = "audience-not-found";
    private static final String INVALID_CREDENTIALS = "invalid-credentials";
    private static final String SIMULATOR_REFUSED = "simulator-refused-token";
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    private final Workflows workflows;
    private final Tasks tasks;
    private final Alerts alerts;
    private final WorkflowCloser workflowCloser;
    private final Admission admission;
    private final CleanUp cleanUp;
    private final PrepareStage prepareStage;
    private final WorkflowQueue queue;
    private final Plans plans;
    private final FailureClassifier causes;
    private final Quarantine quarantine;
    private final Credentials credentials;
    private final Refusals refusals;
    private final RecentLooks recent;
    private final StorageWatch storage;
    private final WaitRule waitRule;
    private final Clock clock;

    /** Classifies with the catalogue; waits by the rule. */
    public FailureHandler(
            Workflows workflows,
            Tasks tasks,
            Alerts alerts,
            WorkflowCloser workflowCloser,
            CleanUp cleanUp,
            PrepareStage prepareStage,
            WorkflowQueue queue,
            Plans plans,
            ErrorCatalog catalog,
            Credentials credentials,
            Refusals refusals,
            WaitRule waitRule,
            RecentLooks recent,
            StorageWatch storage,
            Clock clock,
            DataDirectory data) {
        this.workflows = workflows;
        this.tasks = tasks;
        this.alerts = alerts;
        this.workflowCloser = workflowCloser;
        this.admission = new Admission(workflows);
        this.cleanUp = cleanUp;
        this.prepareStage = prepareStage;
        this.queue = queue;
        this.plans = plans;
        this.causes = new FailureClassifier(catalog);
        this.quarantine = new Quarantine(data);
        this.credentials = credentials;
        this.refusals = refusals;
        this.waitRule = waitRule;
        this.recent = recent;
        this.storage = storage;
        this.clock = clock;
    }

    /** Stores what the exception means for the workflow; without a workflow, an alert is still raised. */
    public FailureNews failed(
            @Variable("workflowId") String workflowId,
            @Variable("destinationName") String destination,
            @Variable("fileName") String fileName,
            @ExchangeProperty("CamelExceptionCaught") Throwable exception) {
        Throwable cause = FailureClassifier.meaning(exception);
        recent.forget();
        if (storage.met(exception)) {
            return storageFailed(workflowId, cause);
        }
        if (workflowId == null) {
            return withoutWorkflow(causes.describe(cause), destination + "/" + fileName);
        }
        if (cause instanceof ClaimLost lost) {
            return leaveToOthers(workflowId, lost);
        }
        try {
            workflows.fencing().refuseLost(workflowId);
            return failed(workflows.require(workflowId), cause);
        } catch (ClaimLost lost) {
            return leaveToOthers(workflowId, lost);
        } catch (RuntimeException e) {
            return storage.met(e) ? storageFailed(workflowId, cause) : notStored(workflowId, cause, e);
        }
    }

    /**
     * Work is paused, and one alert reports why. A stage is run again later; a file that was not received stays at its
     * source, and its workflow is resumed when it is picked up again.
     */
    private FailureNews storageFailed(String workflowId, Throwable cause) {
        if (workflowId == null) {
            return FailureNews.none();
        }
        abandonPreparation(workflowId);
        queue.postpone(workflowId);
        try {
            Workflow workflow = workflows.require(workflowId);
            if (workflow.stage() == Stage.RECEIVE) {
                FailureNews toldAlready = store(workflow, cause);
                LOG.warn("{}", toldAlready.message());
            }
        } catch (RuntimeException e) {
            LOG.warn("Workflow {} will be handled when there is enough disk space: {}", workflowId, e.toString());
        }
        return FailureNews.none();
    }

    /** Another process has the workflow: exceptions of this paused process are not failures of the workflow. */
    private FailureNews leaveToOthers(String workflowId, ClaimLost lost) {
        abandonPreparation(workflowId);
        LOG.warn("{}", lost.getMessage());
        return FailureNews.none();
    }

    /** The file stays at its source and fails at each poll: only one alert is raised. */
    private FailureNews withoutWorkflow(FailureClassifier.Cause described, String file) {
        AlertTopic topic = new AlertTopic(AlertTopic.Kind.RECEIVED_FILE, described.condition() + " " + file);
        FailureNews news = new FailureNews(
                topic,
                described.action().title(),
                described.message(),
                Optional.of(described.action().id()));
        return alerts.repeatedSince(topic, clock.instant().minus(FORGOTTEN_AFTER)) ? news.known() : news;
    }

    private FailureNews failed(Workflow workflow, Throwable cause) {
        abandonPreparation(workflow.id());
        leaveTasks(workflow, cause);
        if (workflow.state().ended()) {
            return failedAfterEnd(workflow, cause);
        }
        if (cause instanceof StageInterrupted) {
            return workflow.stopRequested() ? stopped(workflow.id()) : FailureNews.none();
        }
        return cause instanceof DuplicateFile duplicate ? skipped(workflow, duplicate) : store(workflow, cause);
    }

    private void leaveTasks(Workflow workflow, Throwable cause) {
        boolean waits = workflow.type() != WorkflowType.PLAN
                && (cause instanceof WorkflowHeld
                        || resumeAt(workflow, cause).isPresent()
                        || (cause instanceof StageInterrupted && !workflow.stopRequested()));
        if (waits) {
            tasks.holdRunning(workflow.id());
        } else {
            tasks.failRunning(workflow.id());
        }
    }

    /** The sender expects a delivery and must be informed that there is none. */
    private FailureNews skipped(Workflow workflow, DuplicateFile duplicate) {
        admission.skip(workflow.id(), duplicate);
        cleanUp.dropWorkingFiles(workflow.id());
        return new FailureNews(
                        true,
                        workflow.id(),
                        "File skipped",
                        "The file " + workflow.fileName() + " of destination " + workflow.destination()
                                + " was not delivered: " + duplicate.getMessage(),
                        Optional.empty())
                .asNotice();
    }

    /** An incomplete preparation is repeated; a failure to close it must not hide the original cause. */
    private void abandonPreparation(String workflowId) {
        try {
            prepareStage.abandon(workflowId);
        } catch (RuntimeException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    /** The result is stored and final: only the clean-up after it, or the receipt's file, failed. */
    private FailureNews failedAfterEnd(Workflow workflow, Throwable cause) {
        FailureClassifier.Cause described = causes.describe(cause);
        return new FailureNews(
                true,
                workflow.id(),
                title(workflow, described.action().title()),
                "The workflow ended as " + workflow.state().label()
                        + ". That result is final, but the follow-up work failed: " + described.message(),
                Optional.of(described.action().id()));
    }

    /** The stored workflow is run again later: it is not lost, and does not retry in a tight loop. */
    private FailureNews notStored(String workflowId, Throwable cause, RuntimeException why) {
        queue.postpone(workflowId);
        LOG.error(
                "The failure of workflow {} could not be stored ({}): {}. The workflow is run again later.",
                workflowId,
                causes.describe(cause).message(),
                causes.describe(FailureClassifier.meaning(why)).message());
        return FailureNews.none();
    }

    /** Stops a workflow on request; members that are not in the ledger count as held. */
    public FailureNews stopped(@Variable("workflowId") String workflowId) {
        Workflow workflow = workflows.require(workflowId);
        if (workflow.supersededBy().isPresent()) {
            workflowCloser.leave(workflow, WorkflowState.SKIPPED, "superseded", "product", workflow.failure());
            return FailureNews.none();
        }
        workflowCloser.leave(workflow, WorkflowState.STOPPED, "stopped", "product", workflow.failure());
        return new FailureNews(
                        true,
                        workflowId,
                        title(workflow, "Workflow stopped"),
                        "The delivery of " + workflow.fileName() + " to audience '" + workflow.audienceName()
                                + "' was stopped on request.",
                        Optional.empty())
                .asNotice();
    }

    /** Stores an alert. If that fails, it is still logged by the next step. */
    public void alert(@Variable("failureNews") FailureNews news) {
        try {
            alerts.raise(news);
        } catch (RuntimeException e) {
            LOG.error("This alert could not be stored: {}", causes.describe(e).message());
        }
    }

    private FailureNews store(Workflow workflow, Throwable cause) {
        FailureClassifier.Cause described = naming(workflow, inTheSandbox(workflow, causes.describe(cause)));
        if (workflow.type() == WorkflowType.PLAN
                && workflow.stage() != Stage.RECEIVE
                && workflow.state() == WorkflowState.RUNNING) {
            plans.meet(workflow.id(), PlanStage.finding(cause, described));
            return FailureNews.none();
        }
        if (cause instanceof TikTokException refusal && nothingWasMade(refusal)) {
            workflowCloser.createRefused(workflow);
        }
        if (described.action().id().equals(AUDIENCE_NOT_FOUND)) {
            workflowCloser.audienceRefused(workflow);
        }
        Optional<Instant> resumeAt = resumeAt(workflow, cause);
        if (cause instanceof TikTokException refusal && resumeAt.isEmpty()) {
            described = exhausted(refusal, described);
        }
        Failure failure = failure(
                workflow.stage(),
                described.action(),
                described.condition(),
                described.message(),
                described.requestId(),
                cause instanceof WorkflowHeld held ? held.figures() : "");
        if (cause instanceof WorkflowHeld held) {
            return hold(workflow, held, described, failure);
        }
        if (resumeAt.isPresent() && workflow.state() == WorkflowState.STOPPING) {
            return stopped(workflow.id());
        }
        if (resumeAt.isPresent()) {
            workflows.waitUntil(workflow.id(), waitingFor(cause), resumeAt.get(), failure);
            LOG.warn("Workflow {} waits until {}: {}", workflow.id(), resumeAt.get(), failure.message());
            return FailureNews.none();
        }
        quarantine.keep(workflow, failure);
        workflowCloser.leave(workflow, WorkflowState.FAILED, "failed", "product", Optional.of(failure));
        if (workflow.stage() == Stage.RECEIVE) {
            queue.received(workflow.id());
        }
        return new FailureNews(
                isNews(workflow, failure) && tellsOfGrant(workflow, cause),
                workflow.id(),
                title(workflow, described.action().title()),
                failure.message(),
                Optional.of(failure.action()));
    }

    /** An operator has to act, and the results so far stay valid. */
    private FailureNews hold(Workflow workflow, WorkflowHeld held, FailureClassifier.Cause described, Failure failure) {
        if (workflow.state() == WorkflowState.STOPPING) {
            return stopped(workflow.id());
        }
        if (!workflows.hold(workflow.id(), held.waitingFor(), failure)) {
            return FailureNews.none();
        }
        return new FailureNews(
                        held.waitingFor() != WaitingFor.SAMPLE,
                        workflow.id(),
                        title(workflow, described.action().title()),
                        failure.message(),
                        Optional.of(failure.action()))
                .asNotice();
    }

    /** A grant that TikTok refused stops all workflows that need it: only one alert is raised. */
    private boolean tellsOfGrant(Workflow workflow, Throwable cause) {
        boolean byGrant = cause instanceof CredentialRefused
                || (cause instanceof TikTokException refusal && refusal.grantRefused());
        return !byGrant || refusals.tell(workflow.settings().credential());
    }

    /** Nobody can authorise the simulator's own credential at TikTok. */
    private FailureClassifier.Cause inTheSandbox(Workflow workflow, FailureClassifier.Cause described) {
        return workflow.settings().sandbox() && described.action().id().equals(INVALID_CREDENTIALS)
                ? causes.as(SIMULATOR_REFUSED, described)
                : described;
    }

    /** The user whose role or grant has to be fixed: the name tells operators whom to ask. */
    private FailureClassifier.Cause naming(Workflow workflow, FailureClassifier.Cause described) {
        if (!GRANT_ACTIONS.contains(described.action().id())) {
            return described;
        }
        return credentials
                .grantor(workflow.settings().credential())
                .map(user -> described.saying(
                        " The grant of credential " + workflow.settings().credential() + " was given by " + user + "."))
                .orElse(described);
    }

    /** A broken source fails the same workflow at every poll: only one alert is raised. */
    private static boolean isNews(Workflow before, Failure now) {
        if (before.type() == WorkflowType.SAMPLE) {
            // Its list fails for the same reason
            return false;
        }
        boolean again = before.failure()
                .map(Failure::condition)
                .filter(now.condition()::equals)
                .isPresent();
        return before.stage() != Stage.RECEIVE || (!again && !UNTOLD.contains(now.condition()));
    }

    private Optional<Instant> resumeAt(Workflow workflow, Throwable cause) {
        if (!(cause instanceof TikTokException refusal)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return waitRule.resumeAt(
                refusal.kind(),
                workflow.failuresInRow(),
                workflow.failingSince().orElse(now),
                now);
    }

    /** The maximum waiting time is over: an operator has to decide. */
    private FailureClassifier.Cause exhausted(TikTokException refusal, FailureClassifier.Cause described) {
        Duration budget = waitRule.budget(refusal.kind());
        return budget.isZero() ? described : causes.exhausted(described, budget);
    }

    /** A rehearsal must not be mistaken for a delivery. */
    private static String title(Workflow workflow, String title) {
        return workflow.settings().sandbox() ? "Rehearsal: " + title : title;
    }

    private static boolean nothingWasMade(TikTokException refusal) {
        return refusal.effect() == TikTokCall.Effect.CREATES && refusal.kind() != ErrorKind.EFFECT_UNKNOWN;
    }

    private static WaitingFor waitingFor(Throwable cause) {
        return cause instanceof TikTokThrottled ? WaitingFor.RATE : WaitingFor.TIKTOK;
    }

    private Failure failure(
            Stage stage, WorkflowAction action, String condition, String message, String requestId, String figures) {
        return new Failure(
                stage,
                action.id(),
                condition,
                message,
                requestId,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                figures);
    }
}
