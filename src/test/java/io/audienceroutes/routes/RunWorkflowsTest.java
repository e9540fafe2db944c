package io.audienceroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.WorkflowQueue.Claim;
import io.audienceroutes.workflow.WorkflowState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A runner takes stage after stage, whatever becomes of each. */
final class RunWorkflowsTest extends RouteTest {
    private final ExecutorService runners = Executors.newFixedThreadPool(1);
    private final Deque<Claim> ready = new ArrayDeque<>();

    RunWorkflowsTest() {
        super("error-policy", "run-workflows", "run-claim", "run-stage");
        List.of(
                        "stop-workflow",
                        "sample-first",
                        "ensure-audience",
                        "compare-members",
                        "deliver-changes",
                        "confirm-delivery",
                        "remove-sample",
                        "plan-delivery")
                .forEach(this::border);
        border("prepare-members", exchange -> {
            exchange.setVariable("batch", "of the stage");
            throw new IllegalStateException("The list cannot be read");
        });
        border("fail-workflow", exchange -> note(exchange.getVariable("workflowId", String.class)));
    }

    @Override
    protected void bindToRegistry(Registry registry) {
        registry.bind("workflowRunners", runners);
        registry.bind("workflowQueue", new Queue());
        registry.bind("heavyWork", new Places());
        registry.bind("optOutGuard", new Guard());
        registry.bind("receiveStage", new Received());
        registry.bind("sampleStage", new Object());
    }

    @Override
    void advise(CamelContext camel) throws Exception {
        AdviceWith.adviceWith(camel, "run-workflows", advice -> advice.replaceFromWith("direct:tick"));
    }

    @AfterEach
    void endRunners() {
        runners.shutdownNow();
    }

    @Test
    void aHandledFailureDoesNotEndTheRunnersLoop() {
        ready.add(new Claim("w1", WorkflowState.RUNNING, Stage.PREPARE));
        ready.add(new Claim("w2", WorkflowState.RUNNING, Stage.PREPARE));
        ready.add(new Claim("w3", WorkflowState.RUNNING, Stage.CONFIRM));

        Exchange exchange = call("tick", tick -> {});

        assertThat(exchange.getException()).isNull();
        assertThat(calls())
                .containsExactly(
                        "prepare-members",
                        "fail-workflow",
                        "w1",
                        "place free",
                        "prepare-members",
                        "fail-workflow",
                        "w2",
                        "place free",
                        "confirm-delivery",
                        "place free");
    }

    @Test
    void nothingRunsWhereNothingIsReady() {
        call("tick", tick -> {});

        assertThat(calls()).isEmpty();
    }

    @Test
    void aStageLeavesItsVariablesInItsOwnExchange() {
        Exchange exchange = call("run-claim", claimed -> {
            claimed.setVariable("claim", new Claim("w1", WorkflowState.RUNNING, Stage.PREPARE));
            claimed.setVariable("batch", "of the runner");
        });

        assertThat(exchange.getVariable("batch")).isEqualTo("of the runner");
    }

    /** Hands out what is ready. */
    public final class Queue {
        public Claim next() {
            return ready.isEmpty() ? new Claim("", WorkflowState.WAITING, Stage.RECEIVE) : ready.remove();
        }
    }

    /** The places of heavy work. */
    public final class Places {
        public void end() {
            note("place free");
        }
    }

    /** Changes no claim. */
    public static final class Guard {
        public Claim check(@Variable("claim") Claim claim) {
            return claim;
        }
    }

    /** Refuses no claim. */
    public static final class Received {
        public void requireRunnable(@Variable("claim") Claim claim) {
            assertThat(claim.ready()).isTrue();
        }
    }
}
