package io.audienceroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.failure.FailureNews;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.WorkflowQueue.Claim;
import io.audienceroutes.workflow.WorkflowState;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

/** What the dead-letter channel does with a failure. */
final class FailWorkflowTest extends RouteTest {
    private static final Claim CLAIM = new Claim("w1", WorkflowState.RUNNING, Stage.DELIVER);

    private boolean alerting = true;
    private boolean stored = true;

    FailWorkflowTest() {
        super("fail-workflow");
        border("send-alert");
    }

    @Override
    protected void bindToRegistry(Registry registry) {
        registry.bind("failureHandler", new Handler());
        registry.bind("receiveStage", new Received());
    }

    @Test
    void aFailedStageIsClassifiedAndAlerted() {
        Exchange exchange = fail(Optional.of(CLAIM));

        assertThat(exchange.getException()).isNull();
        assertThat(calls()).containsExactly("classify: The token was refused", "send-alert");
        assertThat(exchange.getVariable("failureNews", FailureNews.class).workflowId())
                .contains("w1");
    }

    @Test
    void aWaitRaisesNoAlert() {
        alerting = false;

        fail(Optional.of(CLAIM));

        assertThat(calls()).containsExactly("classify: The token was refused");
    }

    @Test
    void aReceivedFileIsKeptAtItsSourceUnlessItIsStored() {
        stored = false;

        Exchange exchange = fail(Optional.empty());

        assertThat(calls()).containsExactly("classify: The token was refused", "send-alert", "require stored");
        assertThat(exchange.getException()).hasMessage("The file stays at its source");
    }

    @Test
    void aReceivedFileThatIsStoredMayLeaveItsSource() {
        Exchange exchange = fail(Optional.empty());

        assertThat(calls()).endsWith("require stored");
        assertThat(exchange.getException()).isNull();
    }

    private Exchange fail(Optional<Claim> claim) {
        return call("fail-workflow", exchange -> {
            exchange.setVariable("workflowId", "w1");
            claim.ifPresent(one -> exchange.setVariable("claim", one));
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("The token was refused"));
        });
    }

    /** Classifies. */
    public final class Handler {
        public FailureNews failed(
                @Variable("workflowId") String workflowId,
                @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Throwable exception) {
            note("classify: " + exception.getMessage());
            return new FailureNews(alerting, workflowId, "Failed", exception.getMessage(), Optional.empty());
        }
    }

    /** Knows what is stored. */
    public final class Received {
        public void requireStored(@Variable("workflowId") String workflowId) {
            note("require stored");
            if (!stored) {
                throw new IllegalStateException("The file stays at its source");
            }
        }
    }
}
