package io.audienceroutes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.AdviceWithRouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.apache.camel.util.function.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An error of the machine, such as a stack overflow, ends a workflow and is told, wherever it is met. */
final class LostErrorsTest extends FlowTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> STAGES = Set.of(
            "prepare-members",
            "prepare-part",
            "read-records",
            "compare-members",
            "deliver-changes",
            "deliver-batches",
            "send-batches-together",
            "deliver-batch");

    @ParameterizedTest
    @CsvSource({
        "prepare-members, open-staged-files",
        "prepare-part, prepare-rows",
        "deliver-changes, ''",
        "map-batch, ''",
        "compare-members, ''",
        "confirm-delivery, ''",
        "prepare-part, gather-rows-in-chunks"
    })
    void errorInAStageOrItsWorkersFailsTheWorkflow(String route, String step) throws Exception {
        startAgainWith("routes.reload-interval-ms", "86400000");
        overflowIn(route, step);

        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, 3));

        assertFailed(failed, "internal-error", "StackOverflowError");
    }

    @Test
    void errorWhileAFileIsReceivedLeavesItAtItsSourceAndTheSourceGoesOn() throws Exception {
        bundle.close();
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        bundle.destination("crm", "source: {folder: {directory: \"" + inbox + "\", settleSeconds: 1, pollSeconds: 1}}");
        bundle.with("routes.reload-interval-ms", "86400000").pickingUp().start();
        overflowIn("receive-segment-file", "");
        Files.writeString(inbox.resolve("list.csv"), Lists.file(0, 3));

        await().atMost(PATIENCE).until(() -> !bundle.alerts().isEmpty());

        assertThat(bundle.alerts())
                .allSatisfy(alert -> assertThat(alert.action()).contains("internal-error"));
        assertThat(inbox.resolve("list.csv")).exists();
    }

    /** Between the steps, where a splitter asks for the next part and sums up, on the stage's thread or a worker's. */
    @ParameterizedTest
    @CsvSource({
        "prepare-part, prepare-each-chunk, 0",
        "prepare-part, prepare-each-chunk, 1",
        "send-only-batch, send-the-only-batch, 0",
        "send-only-batch, send-the-only-batch, 1",
        "send-batches-together, send-each-batch, 1"
    })
    void errorOfASplittersIteratorFailsTheWorkflow(String route, String splitter, int before) throws Exception {
        bundle.destination("crm", "batchSize: 10");
        startAgainWith("routes.reload-interval-ms", "86400000");
        change(
                route,
                advice -> advice.weaveById(splitter).before().process(exchange -> {
                    Object body = exchange.getMessage().getBody();
                    Iterator<?> elements =
                            body instanceof Iterable<?> several ? several.iterator() : (Iterator<?>) body;
                    exchange.getMessage().setBody(new RaisingIterator(elements, before));
                }));

        Workflow failed = bundle.deliverToTheEnd("crm", Lists.file(0, route.equals("send-only-batch") ? 3 : 40));

        assertFailed(failed, "internal-error", "NoClassDefFoundError");
    }

    @Test
    void errorAtAnyStepOfADeliveryLeavesNoWorkflowRunning() throws Exception {
        StepFaults faults = new StepFaults();
        bundle.destination("crm", "batchSize: 10");
        startAgainWith("routes.reload-interval-ms", "86400000");
        bundle.camel().getCamelContextExtension().addInterceptStrategy(faults);
        for (RouteDefinition route : ((ModelCamelContext) bundle.camel())
                .getRouteDefinitions().stream().toList()) {
            change(route.getRouteId(), advice -> {});
        }
        bundle.deliverToTheEnd("crm", Lists.file(0, 40));
        Map<String, String> steps = faults.met();
        assertThat(steps).containsKeys("claim-a-stage", "choose-stage", "prepare-rows", "send-batch", "log-end");

        int first = 40;
        for (Map.Entry<String, String> step : steps.entrySet()) {
            faults.raiseAt(step.getKey());
            Workflow ended = deliver(Lists.file(first, first + 40));
            first += 40;
            if (STAGES.contains(step.getValue()) || ended.failure().isPresent()) {
                assertThat(ended.state()).as(step.getKey()).isEqualTo(WorkflowState.FAILED);
                assertThat(ended.failure().orElseThrow().action())
                        .as(step.getKey())
                        .isEqualTo("internal-error");
            }
        }
    }

    /** A file that cannot be received is refused to who hands it over. */
    private Workflow deliver(String list) {
        try {
            return bundle.deliverToTheEnd("crm", list);
        } catch (IllegalStateException refused) {
            assertThat(refused).hasRootCauseInstanceOf(WorkflowError.class);
            return bundle.awaitEnd(bundle.workflows().get(0).id());
        }
    }

    private void change(String route, ThrowingConsumer<AdviceWithRouteBuilder, Exception> change) throws Exception {
        AdviceWith.adviceWith(bundle.camel(), route, change);
    }

    private void overflowIn(String route, String step) throws Exception {
        AdviceWith.adviceWith(bundle.camel(), route, advice -> {
            if (step.isEmpty()) {
                advice.weaveAddFirst().bean(new Overflow(), "run");
            } else {
                advice.weaveById(step).before().bean(new Overflow(), "run");
            }
        });
    }

    /** Raises an Error after so many elements. */
    private static final class RaisingIterator implements Iterator<Object> {
        private final Iterator<?> elements;
        private int left;

        RaisingIterator(Iterator<?> elements, int left) {
            this.elements = elements;
            this.left = left;
        }

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public Object next() {
            if (left == 0) {
                throw new NoClassDefFoundError("io/example/Missing");
            }
            left--;
            return elements.next();
        }
    }

    /** Raises an Error once at a step, in place of what the step does. */
    private static final class StepFaults implements InterceptStrategy {
        private final Map<String, String> met = new ConcurrentHashMap<>();
        private final AtomicReference<String> next = new AtomicReference<>("");

        @Override
        public Processor wrapProcessorInInterceptors(
                CamelContext context, NamedNode step, Processor target, Processor nextTarget) {
            AsyncProcessor work = AsyncProcessorConverterHelper.convert(target);
            return new DelegateAsyncProcessor(work) {
                @Override
                public boolean process(Exchange exchange, AsyncCallback callback) {
                    met.put(step.getId(), String.valueOf(ExchangeHelper.getRouteId(exchange)));
                    if (next.compareAndSet(step.getId(), "")) {
                        throw new NoClassDefFoundError("io/example/Missing");
                    }
                    return super.process(exchange, callback);
                }
            };
        }

        /** The steps that were run so far, with their routes. */
        Map<String, String> met() {
            return new TreeMap<>(met);
        }

        void raiseAt(String step) {
            next.set(step);
        }
    }

    /** A step of a route that does work: a bean. */
    public static final class Overflow {
        private final Error error = new StackOverflowError();

        public void run() {
            if (error != null) {
                throw error;
            }
        }
    }
}
