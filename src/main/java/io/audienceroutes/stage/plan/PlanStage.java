package io.audienceroutes.stage.plan;

import io.audienceroutes.audience.AudienceReadBack;
import io.audienceroutes.audience.AudienceReading;
import io.audienceroutes.audience.AudienceSearch;
import io.audienceroutes.audience.Audiences;
import io.audienceroutes.audience.Audiences.Audience;
import io.audienceroutes.catalog.ErrorKind;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.credential.CredentialMissing;
import io.audienceroutes.failure.FailureClassifier;
import io.audienceroutes.stage.compare.AudienceResolver;
import io.audienceroutes.stage.compare.CompareStage;
import io.audienceroutes.stage.compare.CompareStage.Compared;
import io.audienceroutes.tiktok.AudienceChoice;
import io.audienceroutes.tiktok.AudienceDecision;
import io.audienceroutes.tiktok.AudienceName;
import io.audienceroutes.tiktok.RecordedAudience;
import io.audienceroutes.tiktok.TikTokException;
import io.audienceroutes.workflow.Comparison;
import io.audienceroutes.workflow.Plan;
import io.audienceroutes.workflow.Plan.AudienceAction;
import io.audienceroutes.workflow.Plan.Finding;
import io.audienceroutes.workflow.Plan.Kind;
import io.audienceroutes.workflow.Plan.PlannedAudience;
import io.audienceroutes.workflow.Plans;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowHeld;
import io.audienceroutes.workflow.Workflows;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Variable;

/**
 * Finds out what a delivery would do. TikTok is only read; if that fails, the plan contains the local part and says
 * what is unknown. Called by route {@code plan-delivery}.
 */
public final class PlanStage {
    private static final String FIND = "Find or create the audience";
    private static final String PLAN = "Make the plan";

    private final Workflows workflows;
    private final Tasks tasks;
    private final Plans plans;
    private final Audiences audiences;
    private final CompareStage compareStage;
    private final PlanWriter writer;
    private final Clock clock;

    /** Compares as a delivery does, and stores nothing but the plan. */
    public PlanStage(
            Workflows workflows,
            Tasks tasks,
            Plans plans,
            Audiences audiences,
            CompareStage compareStage,
            PlanWriter writer,
            Clock clock) {
        this.workflows = workflows;
        this.tasks = tasks;
        this.plans = plans;
        this.audiences = audiences;
        this.compareStage = compareStage;
        this.writer = writer;
        this.clock = clock;
    }

    /** Whether TikTok should be queried; not again if that failed before. */
    public boolean mayLook(@Variable("workflowId") String planId) {
        return !plans.found(planId).looked();
    }

    /** Stores what TikTok lists in the plan, not in the audience's records. */
    public void found(@Variable("workflowId") String planId, @Variable("audienceSearch") AudienceSearch search) {
        Workflow workflow = workflows.require(planId);
        Audience ours = audiences.require(workflow.audience());
        Optional<RecordedAudience> recorded = ours.tiktokId().map(id -> new RecordedAudience(id, ours.createdAt()));
        AudienceDecision decision =
                AudienceChoice.choose(new AudienceName(ours.name()), search.listings(), recorded, clock.instant());
        List<Finding> findings = new ArrayList<>();
        PlannedAudience audience = planned(ours, search, decision, findings);
        tasks.succeed(
                planId, Stage.COMPARE, FIND, Map.of("found", audience.action().name()));
        plans.look(planId, audience, search.nextPage() - 1, findings);
    }

    private PlannedAudience planned(
            Audience ours, AudienceSearch search, AudienceDecision decision, List<Finding> findings) {
        if (decision instanceof AudienceDecision.Reuse reuse) {
            reuse.warnings().forEach(warning -> findings.add(new Finding(Kind.WARNING, "", warning)));
            Audience chosen = ours.withTiktokId(reuse.audienceId());
            AudienceReading reading = AudienceReadBack.among(
                    search.listings(), chosen, clock.instant().truncatedTo(ChronoUnit.MILLIS));
            return new PlannedAudience(
                    ours.name(), AudienceAction.REUSE, Optional.of(reuse.audienceId()), Optional.of(reading));
        }
        if (decision instanceof AudienceDecision.Create create) {
            create.warnings().forEach(warning -> findings.add(new Finding(Kind.WARNING, "", warning)));
            return new PlannedAudience(ours.name(), AudienceAction.CREATE, Optional.empty(), Optional.empty());
        }
        WorkflowError refusal = AudienceResolver.refusal(ours, decision);
        findings.add(new Finding(Kind.REFUSED, refusal.condition(), refusal.getMessage()));
        return new PlannedAudience(ours.name(), AudienceAction.UNKNOWN, Optional.empty(), Optional.empty());
    }

    /** Compares, unless the file itself would be refused, and makes the plan. */
    public void finish(@Variable("workflowId") String planId) {
        Workflow workflow = workflows.require(planId);
        tasks.begin(planId, Stage.COMPARE, PLAN, Map.of());
        Plans.Found found = plans.found(planId);
        Optional<Compared> compared = workflow.preparation().isPresent() && !found.givenUp()
                ? Optional.of(compareStage.figures(workflow))
                : Optional.empty();
        boolean begins = beginsEmpty(workflow, found);
        Optional<Comparison> comparison =
                compared.map(Compared::comparison).map(figures -> begins ? figures.asIfEmpty() : figures);
        Plan plan = writer.write(
                // The comparison may have added warnings
                workflows.require(planId),
                found,
                comparison,
                compared.filter(each -> !begins).flatMap(Compared::hold));
        tasks.succeed(planId, Stage.COMPARE, PLAN, Map.of("batches", Long.toString(plan.batches())));
        plans.made(plan);
    }

    /** A delivery would delete its records of an audience that no longer exists in TikTok. */
    private boolean beginsEmpty(Workflow workflow, Plans.Found found) {
        Optional<String> recorded = audiences.require(workflow.audience()).tiktokId();
        return found.audience()
                .filter(audience -> audience.action() != AudienceAction.UNKNOWN)
                .filter(audience -> !audience.id().equals(recorded))
                .isPresent();
    }

    /** Turns an exception into a finding of the plan. */
    public static Finding finding(Throwable cause, FailureClassifier.Cause described) {
        if (cause instanceof WorkflowHeld) {
            return new Finding(Kind.HELD, described.condition(), described.message());
        }
        return new Finding(isPassing(cause) ? Kind.UNKNOWN : Kind.REFUSED, described.condition(), described.message());
    }

    /** The delivery itself would wait, or the cause may be fixed in the meantime: it says nothing about the list. */
    private static boolean isPassing(Throwable cause) {
        return cause instanceof CredentialMissing
                || (cause instanceof TikTokException refusal && refusal.kind() != ErrorKind.PERMANENT);
    }
}
