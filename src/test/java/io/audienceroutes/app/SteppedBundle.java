package io.audienceroutes.app;

import io.audienceroutes.stage.recover.AudienceReconciler;
import io.audienceroutes.stage.recover.CommandExecutor;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowQueue;
import io.audienceroutes.workflow.Workflows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.ProducerTemplate;

/**
 * The real bundle in this process, whose runner is the test: no timer claims a stage, wakes a workflow or executes a
 * command, so that a test decides what happens next, and each stage runs on its thread.
 */
public final class SteppedBundle implements AutoCloseable {
    private static final String ACTOR = "operator@example.com";
    private static final String NEVER = "86400000";

    private final Bundle bundle;
    private final ProducerTemplate producer;
    private boolean killed;

    private SteppedBundle(Bundle bundle) {
        this.bundle = bundle;
        this.producer = bundle.camel().createProducerTemplate();
    }

    /** Starts the bundle of these settings with the time of this clock. */
    public static SteppedBundle start(RunningBundle settings, Clock clock) {
        Map<String, String> stepped = settings.with("runner.first-delay-ms", NEVER)
                .with("clean-up.first-delay-ms", NEVER)
                .with("routes.reload-interval-ms", NEVER)
                .with("watch.enabled", "false")
                .settings();
        BundleOptions options = new BundleOptions(new BundleHome(Path.of("")), List.of(), stepped, false, true, false);
        return new SteppedBundle(Bundle.start(options, clock));
    }

    /** Runs the next stage that is ready, and answers whose it was; nothing where none is. */
    public Optional<String> step() {
        return claim().map(this::run);
    }

    /** Claims the next stage that is ready, for this thread. */
    public Optional<WorkflowQueue.Claim> claim() {
        return Optional.of(bundle.wiring().queue().next()).filter(WorkflowQueue.Claim::ready);
    }

    /** Runs a claimed stage on this thread. */
    public String run(WorkflowQueue.Claim claim) {
        producer.send("direct:run-claim", exchange -> exchange.setVariable("claim", claim));
        return claim.workflowId();
    }

    /** Gives back what this thread claimed last and claims nothing, as a runner does that finds no work. */
    public void rest() {
        bundle.wiring().gate().close();
        try {
            WorkflowQueue.Claim none = bundle.wiring().queue().next();
            assert !none.ready() : none;
        } finally {
            bundle.wiring().gate().reopen();
        }
    }

    /** Wakes the workflows whose waiting time is over. */
    public int wakeDue() {
        return workflows().wakeDue();
    }

    /** Executes a command at once, as a runner does. */
    public Commands.Answer order(String workflowId, Commands.Name name) {
        Commands commands = bundle.wiring().commands();
        Optional<String> reason = Optional.of("the model says so");
        long id = commands.request(workflowId, name, Optional.empty(), reason, ACTOR);
        CommandExecutor commandExecutor =
                bundle.camel().getRegistry().lookupByNameAndType("commandExecutor", CommandExecutor.class);
        commandExecutor.execute(new Commands.Command(id, workflowId, name, Optional.empty(), reason, ACTOR));
        return commands.answer(id).orElseThrow();
    }

    /** Hands a file over as a pick-up does, and answers its workflow. */
    public String drop(String destination, String fileName, InputStream content, long length) {
        var handed = producer.send("direct:receive-segment-file", exchange -> {
            exchange.setVariable("destinationName", destination);
            exchange.setVariable("fileName", fileName);
            exchange.setVariable("fileLength", length);
            exchange.getMessage().setBody(content);
        });
        return Optional.ofNullable(handed.getVariable("workflowId", String.class))
                .orElseThrow(() -> new AssertionError("No workflow was opened", handed.getException()));
    }

    /** Delivers a file as a person does, and answers its workflow. */
    public String give(String destination, String fileName, String text) {
        String id = bundle.wiring().receiveStage().openExplicit(destination, Optional.empty(), fileName, ACTOR);
        bundle.receive(id, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return id;
    }

    /** Asks what a file would do, and answers the plan's workflow. */
    public String plan(String destination, String fileName, String text) {
        String id = bundle.wiring().receiveStage().openPlan(destination, Optional.empty(), fileName, ACTOR);
        bundle.receive(id, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return id;
    }

    /** Makes the audience its last list again, as {@code audiences reconcile} does, and answers the workflows of that. */
    public List<String> reconcile(String audience) {
        AudienceReconciler audienceReconciler = bundle.wiring().audienceReconciler();
        List<String> ids = new ArrayList<>();
        for (AudienceReconciler.Prepared list : audienceReconciler.prepare(audience)) {
            String id = audienceReconciler.open(list, false, ACTOR);
            try (InputStream content = Files.newInputStream(list.file())) {
                bundle.receive(id, content);
                Files.delete(list.file());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            ids.add(id);
        }
        return ids;
    }

    /** The workflows of this bundle. */
    public Workflows workflows() {
        return bundle.wiring().workflows();
    }

    /** Only the work on the audience of this workflow is ready, and that of no other. */
    public void restrictTo(String workflowId) {
        bundle.wiring().queue().restrictTo(workflow(workflowId).audience());
    }

    /** The workflow as it is stored. */
    public Workflow workflow(String id) {
        return workflows().require(id);
    }

    /** The receipt as commands show it. */
    public Receipt receipt(String workflowId) {
        return bundle.wiring().receiptOf(workflow(workflowId));
    }

    /** What {@code members verify} finds wrong with this audience, one text a file. */
    public List<String> memberFileProblems(String audience) {
        return bundle.wiring().memberFiles().check(Optional.of(audience)).stream()
                .flatMap(file -> file.problem().stream())
                .toList();
    }

    /** Takes the state away from under what is at work, as a kill does: whatever it did is stored, and nothing more. */
    public void kill() {
        killed = true;
        bundle.wiring().close();
    }

    @Override
    public void close() {
        try (producer) {
            bundle.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            if (!killed) {
                throw e;
            }
        }
    }
}
