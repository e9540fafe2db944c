package io.audienceroutes.cli;

import io.audienceroutes.app.Bundle;
import io.audienceroutes.app.BundleWiring;
import io.audienceroutes.state.StoredJson;
import io.audienceroutes.workflow.Plan;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a delivery would do. */
@Command(
        name = "plan",
        description =
                "Show what a delivery of a file would do, without sending anything: TikTok is only read. The exit code"
                        + " is the one that the delivery would have, as far as it is known.",
        mixinStandardHelpOptions = true)
final class PlanCommand extends BundleCommand {
    @Parameters(paramLabel = "FILE", description = "The segment file; it stays where it is.")
    private Path file;

    @Option(
            names = "--destination",
            paramLabel = "NAME",
            required = true,
            description = "Name of a destination in config/destinations.")
    private String destination;

    @Option(
            names = "--audience",
            paramLabel = "NAME",
            description = "Name of an audience to use instead of the destination's.")
    private Optional<String> audience;

    @Option(names = "--json", description = "Print the plan as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        requireReadable(file);
        QuietLog.use();
        try (Bundle bundle = Bundle.forOneWorkflow(profiles());
                InputStream content = Files.newInputStream(file)) {
            BundleWiring wiring = bundle.wiring();
            String id = wiring.receiveStage()
                    .openPlan(destination, audience, file.getFileName().toString(), actor());
            bundle.workOn(id);
            bundle.receive(id, content);
            Workflow workflow = new WorkflowAwaiter(bundle, Terminal.find()).await(id);
            say(text(wiring, workflow, json));
            return exitCode(wiring, workflow);
        }
    }

    /** The content of a plan, or why it was not made. */
    static String text(BundleWiring wiring, Workflow workflow, boolean json) {
        Optional<Plan> plan = wiring.plans().of(workflow.id());
        if (plan.isEmpty()) {
            return json ? WorkflowView.json(workflow, wiring) : WorkflowText.details(workflow, wiring);
        }
        return json ? StoredJson.writePretty(plan.get()) : PlanText.of(plan.get());
    }

    /** The exit code that the delivery would have. */
    static int exitCode(BundleWiring wiring, Workflow workflow) {
        return wiring.plans()
                .of(workflow.id())
                .map(PlanCommand::exitCode)
                .orElse(workflow.state().exitCode());
    }

    private static int exitCode(Plan plan) {
        return switch (plan.worst()) {
            case REFUSED -> WorkflowState.FAILED.exitCode();
            case HELD -> WorkflowState.WAITING.exitCode();
            case UNKNOWN, WARNING -> WorkflowState.ISSUE.exitCode();
            case NOTE -> WorkflowState.SUCCEEDED.exitCode();
        };
    }
}
