package io.audienceroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

/** A file is staged before its workflow is admitted, and every failure is classified before its source hears of it. */
final class ReceiveSegmentFileTest extends RouteTest {
    private Optional<String> failing = Optional.empty();
    private boolean stored;

    ReceiveSegmentFileTest() {
        super("error-policy", "receive-segment-file");
        border("fail-workflow", exchange -> {
            if (!stored) {
                throw new IllegalStateException("The file stays at its source");
            }
        });
    }

    @Override
    protected void bindToRegistry(Registry registry) {
        registry.bind("receiveStage", new Received());
    }

    @Test
    void aPickedUpFileOpensAWorkflowIsStagedAndAdmitted() {
        Exchange exchange = receive(Optional.empty());

        assertThat(calls()).containsExactly("open crm list.csv", "stage w7: rows", "admit w7");
        assertThat(exchange.getVariable("workflowId")).isEqualTo("w7");
    }

    @Test
    void aCommandsFileBelongsToTheWorkflowThatIsOpen() {
        receive(Optional.of("w1"));

        assertThat(calls()).containsExactly("stage w1: rows", "admit w1");
    }

    @Test
    void aFileThatCannotBeStagedIsNotAdmittedAndItsSourceHearsOfIt() {
        failing = Optional.of("stage");

        Exchange exchange = receive(Optional.empty());

        assertThat(calls()).containsExactly("open crm list.csv", "stage w7: rows", "fail-workflow");
        assertThat(exchange.getException()).hasMessage("The file stays at its source");
    }

    @Test
    void aStagedFileWhoseWorkflowFailedMayLeaveItsSource() {
        failing = Optional.of("admit");
        stored = true;

        Exchange exchange = receive(Optional.empty());

        assertThat(calls()).endsWith("admit w7", "fail-workflow");
        assertThat(exchange.getException()).isNull();
    }

    private Exchange receive(Optional<String> workflowId) {
        return call("receive-segment-file", exchange -> {
            exchange.setVariable("destinationName", "crm");
            exchange.setVariable("fileName", "list.csv");
            workflowId.ifPresent(id -> exchange.setVariable("workflowId", id));
            exchange.getMessage().setBody("rows");
        });
    }

    private void step(String name, String detail) {
        note(name + " " + detail);
        if (failing.filter(name::equals).isPresent()) {
            throw new IllegalStateException(name);
        }
    }

    /** Notes what is received. */
    public final class Received {
        public String open(@Variable("destinationName") String destination, @Variable("fileName") String fileName) {
            step("open", destination + " " + fileName);
            return "w7";
        }

        public String stage(@Variable("workflowId") String workflowId, @Body String file) {
            step("stage", workflowId + ": " + file);
            return "staged";
        }

        public String admit(@Variable("workflowId") String workflowId, @Body String staged) {
            assertThat(staged).isEqualTo("staged");
            step("admit", workflowId);
            return "Waiting";
        }
    }
}
