package io.audienceroutes.cli;

import io.audienceroutes.app.Bundle;
import io.audienceroutes.app.BundleWiring;
import io.audienceroutes.app.InvalidSettings;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.SampleFirst;
import io.audienceroutes.stage.receive.ReceiveStage;
import io.audienceroutes.workflow.Workflow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Delivers one file, once. */
@Command(
        name = "deliver",
        description = "Deliver one file to a destination, even if the same file was delivered before, and print the"
                + " receipt.",
        mixinStandardHelpOptions = true)
final class DeliverCommand extends BundleCommand {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The segment file; it stays where it is.")
    private Optional<Path> given;

    @Option(names = "--destination", paramLabel = "NAME", description = "Name of a destination in config/destinations.")
    private Optional<String> named;

    @Option(
            names = "--audience",
            paramLabel = "NAME",
            description = "Name of an audience to use instead of the destination's.")
    private Optional<String> audience;

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "First send N members of each id type to the audience '<name> (sample)'. Check it in TikTok,"
                    + " then send the whole list with 'audience-routes workflows approve'.")
    private Optional<Integer> sample;

    @Option(
            names = "--plan",
            paramLabel = "PLAN_ID",
            description = "Deliver exactly what this plan contains, or nothing; replaces FILE and the options above.")
    private Optional<String> plan;

    @Option(names = "--json", description = "Print the receipt as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        boolean byFile = given.isPresent() && named.isPresent() && plan.isEmpty();
        boolean byPlan =
                plan.isPresent() && given.isEmpty() && named.isEmpty() && audience.isEmpty() && sample.isEmpty();
        if (!byFile && !byPlan) {
            throw new InvalidSettings(
                    "deliver takes either FILE and --destination NAME, or --plan PLAN_ID and neither of" + " them.");
        }
        return byPlan ? deliverByPlan(plan.get()) : deliverFile(given.get(), named.get());
    }

    private int deliverFile(Path file, String destination) throws IOException, InterruptedException {
        requireReadable(file);
        requireSample();
        QuietLog.use();
        try (Bundle bundle = Bundle.forOneWorkflow(profiles());
                InputStream content = Files.newInputStream(file)) {
            requireDestination(bundle, destination);
            ReceiveStage receiveStage = bundle.wiring().receiveStage();
            String fileName = file.getFileName().toString();
            String id = sample.isPresent()
                    ? receiveStage.openExplicit(destination, audience, sample.get(), fileName, actor())
                    : receiveStage.openExplicit(destination, audience, fileName, actor());
            return seeThrough(bundle, id, content, output());
        }
    }

    /** The same staged bytes and the same settings; audience and changes are checked in the Compare stage. */
    private int deliverByPlan(String planId) throws IOException, InterruptedException {
        QuietLog.use();
        try (Bundle bundle = Bundle.forOneWorkflow(profiles())) {
            BundleWiring wiring = bundle.wiring();
            Workflow planned = wiring.requirePlan(planId);
            try (InputStream content = Files.newInputStream(wiring.data().stagedFile(planId))) {
                String id = wiring.receiveStage().openPlanned(planned, actor());
                wiring.plans().run(id, planId);
                return seeThrough(bundle, id, content, output());
            }
        }
    }

    private CommandOutput output() {
        return new CommandOutput(out(), json);
    }

    private void requireSample() {
        if (sample.filter(members -> members < 1 || members > SampleFirst.MOST_MEMBERS)
                .isPresent()) {
            throw new InvalidSettings("--sample must be a number of members from 1 to " + SampleFirst.MOST_MEMBERS
                    + "; found " + sample.get() + ".");
        }
    }

    /** If the destination's file is not valid, the command fails with the problems of that file. */
    static void requireDestination(Bundle bundle, String name) {
        Destination unused = bundle.wiring().destination(name);
    }

    /** Receives the file, sees its workflow through and prints its result. */
    static int deliver(
            Bundle bundle,
            String fileName,
            InputStream content,
            String destination,
            Optional<String> audience,
            CommandOutput output)
            throws InterruptedException {
        String id = bundle.wiring().receiveStage().openExplicit(destination, audience, fileName, actor());
        return seeThrough(bundle, id, content, output);
    }

    static int seeThrough(Bundle bundle, String id, InputStream content, CommandOutput output)
            throws InterruptedException {
        bundle.receive(id, content);
        List<String> handedOver = bundle.wiring().campaigns().deliveredBy(id);
        int worst = 0;
        for (String delivering : handedOver.isEmpty() ? List.of(id) : handedOver) {
            bundle.workOn(bundle.wiring().workflows().require(delivering).audience());
            Workflow workflow = new WorkflowAwaiter(bundle, Terminal.find()).await(delivering);
            output.print(bundle.wiring(), workflow);
            worst = worst == 0 ? workflow.state().exitCode() : worst;
        }
        return worst;
    }
}
