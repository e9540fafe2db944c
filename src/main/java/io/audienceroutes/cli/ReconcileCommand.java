package io.audienceroutes.cli;

import io.audienceroutes.app.Bundle;
import io.audienceroutes.app.BundleWiring;
import io.audienceroutes.stage.recover.AudienceReconciler;
import io.audienceroutes.workflow.Workflow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Restores an audience to its last list when the recorded state is not trusted. */
@Command(
        name = "reconcile",
        description = "Send the whole last list of an audience again, and remove all members of any known member file"
                + " that are not listed. Use it after a restored backup or damaged state.",
        mixinStandardHelpOptions = true)
final class ReconcileCommand extends BundleCommand {
    @Parameters(paramLabel = "NAME", description = "Name or id of the audience.")
    private String name;

    @Option(names = "--plan", description = "Show what would be sent, without sending it.")
    private boolean planOnly;

    @Option(names = "--json", description = "Print receipts or plans as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        QuietLog.use();
        int worst = 0;
        try (Bundle bundle = Bundle.forOneWorkflow(profiles())) {
            List<AudienceReconciler.Prepared> lists =
                    bundle.wiring().audienceReconciler().prepare(name);
            try {
                for (AudienceReconciler.Prepared list : lists) {
                    int code = send(bundle, list);
                    worst = worst == 0 ? code : worst;
                }
            } finally {
                for (AudienceReconciler.Prepared list : lists) {
                    Files.deleteIfExists(list.file());
                }
            }
        }
        return worst;
    }

    private int send(Bundle bundle, AudienceReconciler.Prepared list) throws IOException, InterruptedException {
        BundleWiring wiring = bundle.wiring();
        try (InputStream content = Files.newInputStream(list.file())) {
            String id = wiring.audienceReconciler().open(list, planOnly, actor());
            if (!planOnly) {
                return DeliverCommand.seeThrough(bundle, id, content, new CommandOutput(out(), json));
            }
            bundle.workOn(id);
            bundle.receive(id, content);
            Workflow planned = new WorkflowAwaiter(bundle, Terminal.find()).await(id);
            say(PlanCommand.text(wiring, planned, json));
            return PlanCommand.exitCode(wiring, planned);
        }
    }
}
