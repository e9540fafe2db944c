package io.audienceroutes.app;

import io.audienceroutes.workflow.Plan;
import io.audienceroutes.workflow.StoredJson;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a delivery would do. */
@Command(
        name = "plan",
        description = "Shows what a delivery of a file would do, and sends nothing: TikTok is only read. Ends with the"
                + " exit code that the delivery would end with, as far as it is known.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ProfileOption profile;

    @Parameters(paramLabel = "FILE", description = "The segment file; it stays where it is.")
    private Path file;

    @Option(
            names = "--destination",
            paramLabel = "NAME",
            required = true,
            description = "A file of config/destinations.")
    private String destination;

    @Option(names = "--audience", paramLabel = "NAME", description = "An audience other than the destination's.")
    private Optional<String> audience;

    @Option(names = "--json", description = "Prints the plan as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new InvalidSettings("There is no file at " + file + " that this user may read. Check the path.");
        }
        QuietLog.use();
        BundleOptions options = BundleOptions.forOneWorkflow(BundleHome.find(), profile.profiles());
        try (Bundle bundle = Bundle.start(options);
                InputStream content = Files.newInputStream(file)) {
            BundleWiring wiring = bundle.wiring();
            String id = wiring.receiving()
                    .openPlan(
                            destination,
                            audience,
                            file.getFileName().toString(),
                            System.getProperty("user.name", "unknown"));
            bundle.workOn(id);
            bundle.receive(id, content);
            Workflow workflow = new SeenThrough(bundle, Terminal.find()).await(id);
            return tell(wiring, workflow);
        }
    }

    private int tell(BundleWiring wiring, Workflow workflow) {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Plan> plan = wiring.plans().of(workflow.id());
        if (plan.isEmpty()) {
            out.println(json ? wiring.toJson(workflow) : wiring.describe(workflow));
            out.flush();
            return workflow.state().exitCode();
        }
        out.println(json ? StoredJson.writePretty(plan.get()) : PlanText.of(plan.get()));
        out.flush();
        return exitCode(plan.get());
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
