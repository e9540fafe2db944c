package io.audienceroutes.routes;

import static io.audienceroutes.workflow.WorkflowState.RUNNING;
import static io.audienceroutes.workflow.WorkflowState.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.Work;
import io.audienceroutes.workflow.WorkflowQueue.Claim;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.WorkflowType;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which routes a stage is made of, in which order, and where its failure goes. */
final class RunStageTest extends RouteTest {
    private static final List<String> STAGES = List.of(
            "stop-workflow",
            "prepare-members",
            "sample-first",
            "ensure-audience",
            "compare-members",
            "deliver-changes",
            "confirm-delivery",
            "remove-sample",
            "plan-delivery");

    private Optional<Claim> instead = Optional.empty();
    private Optional<String> failing = Optional.empty();
    private Optional<Throwable> handled = Optional.empty();
    private boolean storing = true;

    RunStageTest() {
        super("error-policy", "run-stage");
        STAGES.forEach(stage -> border(stage, exchange -> failIn(stage)));
        border("fail-workflow", this::handle);
    }

    @Override
    protected void bindToRegistry(Registry registry) {
        registry.bind("optOutGuard", new Guard());
        registry.bind("receiveStage", new Receipts());
        registry.bind("sampleStage", new Samples());
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING, PREPARE, SEGMENT_FILE, prepare-members",
        "RUNNING, COMPARE, SEGMENT_FILE, sample-first ensure-audience compare-members",
        "RUNNING, DELIVER, SEGMENT_FILE, deliver-changes",
        "RUNNING, CONFIRM, SEGMENT_FILE, confirm-delivery",
        "RUNNING, COMPARE, CAMPAIGN, sample-first ensure-audience compare-members",
        "RUNNING, PREPARE, SAMPLE, take",
        "RUNNING, COMPARE, SAMPLE, sample-first ensure-audience compare-members",
        "RUNNING, DELIVER, SAMPLE, deliver-changes",
        "RUNNING, COMPARE, SAMPLE_REMOVAL, remove-sample",
        "RUNNING, PREPARE, PLAN, prepare-members",
        "RUNNING, COMPARE, PLAN, plan-delivery",
        "STOPPING, COMPARE, SEGMENT_FILE, stop-workflow",
        "STOPPING, RECEIVE, SEGMENT_FILE, stop-workflow"
    })
    void aStageIsMadeOfTheseRoutesInThisOrder(WorkflowState state, Stage stage, WorkflowType type, String expected) {
        Exchange exchange = run(new Claim("w1", state, stage, type));

        assertThat(calls()).containsExactly(expected.split(" "));
        assertThat(exchange.getException()).isNull();
    }

    @Test
    void everyKindOfWorkHasABranchOrIsRefused() {
        Set<Work> met = EnumSet.noneOf(Work.class);
        for (WorkflowState state : List.of(RUNNING, STOPPING)) {
            for (Stage stage : Stage.values()) {
                for (WorkflowType type : WorkflowType.values()) {
                    Claim claim = new Claim("w1", state, stage, type);
                    calls().clear();
                    run(claim);
                    assertThat(calls()).as(claim.toString()).isNotEmpty();
                    met.add(claim.work());
                }
            }
        }
        assertThat(met).containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Work.PUT_ASIDE)));
    }

    @Test
    void whatNoRunnerCanTakeUpFailsAndRunsNoStage() {
        run(new Claim("w1", RUNNING, Stage.DELIVER, WorkflowType.SEGMENT_FILE, true));

        assertThat(calls()).containsExactly("fail-workflow");
        assertThat(handled).containsInstanceOf(WorkflowError.class);
    }

    @Test
    void aHeldSampleStopsTheStageBeforeTheAudienceIsLookedUp() {
        failing = Optional.of("sample-first");

        Exchange exchange = run(new Claim("w1", RUNNING, Stage.COMPARE));

        assertThat(calls()).containsExactly("sample-first", "fail-workflow");
        assertThat(handled).containsInstanceOf(WorkflowError.class);
        assertThat(exchange.getException()).as("the failure is handled").isNull();
    }

    /** The claim stays, and the stage runs again. */
    @Test
    void aFailureThatCannotBeStoredIsRaised() {
        failing = Optional.of("deliver-changes");
        storing = false;

        Exchange exchange = run(new Claim("w1", RUNNING, Stage.DELIVER));

        assertThat(exchange.getException()).hasMessage("The database is away");
    }

    @Test
    void optOutsSinceThePreparationSendTheListBackToPrepare() {
        instead = Optional.of(new Claim("w1", RUNNING, Stage.PREPARE));

        run(new Claim("w1", RUNNING, Stage.DELIVER));

        assertThat(calls()).containsExactly("prepare-members");
    }

    private Exchange run(Claim claim) {
        return call("run-stage", exchange -> {
            exchange.setVariable("claim", claim);
            exchange.setVariable("workflowId", claim.workflowId());
        });
    }

    private void handle(Exchange exchange) {
        handled = Optional.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        if (!storing) {
            throw new IllegalStateException("The database is away");
        }
    }

    private void failIn(String stage) {
        if (failing.filter(stage::equals).isPresent()) {
            throw new WorkflowError("approval-needed", "An operator has to look at the sample");
        }
    }

    /** Hands the claim on, or another. */
    public final class Guard {
        public Claim check(@Variable("claim") Claim claim) {
            return instead.orElse(claim);
        }
    }

    /** Refuses what no runner can take up. */
    public static final class Receipts {
        public void requireRunnable(@Variable("claim") Claim claim) {
            if (claim.work() == Work.PUT_ASIDE || claim.work() == Work.CUT_OFF) {
                throw new WorkflowError("process-ended", "It ended three processes");
            }
        }
    }

    /** Notes that a sample is taken. */
    public final class Samples {
        public void take(@Variable("workflowId") String workflowId) {
            note("take");
        }
    }
}
