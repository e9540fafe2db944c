package io.audienceroutes.app;

import io.audienceroutes.delivery.Receiving;
import io.audienceroutes.destination.SampleFirst;
import io.audienceroutes.workflow.Workflow;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Delivers one file, once. */
@Command(
        name = "deliver",
        description = "Delivers one file to a destination, also when the same file was delivered before, and prints the"
                + " receipt.",
        mixinStandardHelpOptions = true)
final class DeliverCommand implements Callable<Integer> {
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

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "Sends N members of each id type to the audience '<name> (sample)' first. You look at it in"
                    + " TikTok, and 'workflows approve' lets the whole list go.")
    private Optional<Integer> sample;

    @Option(names = "--json", description = "Prints the receipt as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new InvalidSettings("There is no file at " + file + " that this user may read. Check the path.");
        }
        QuietLog.use();
        BundleOptions options = BundleOptions.forOneWorkflow(BundleHome.find(), profile.profiles());
        try (Bundle bundle = Bundle.start(options)) {
            CommandOutput output = new CommandOutput(spec.commandLine().getOut(), json);
            requireSample();
            try (InputStream content = Files.newInputStream(file)) {
                return deliver(bundle, content, output);
            }
        }
    }

    private void requireSample() {
        if (sample.filter(members -> members < 1 || members > SampleFirst.MOST_MEMBERS)
                .isPresent()) {
            throw new InvalidSettings("--sample takes a number of members from 1 to " + SampleFirst.MOST_MEMBERS
                    + "; found " + sample.get() + ".");
        }
    }

    private int deliver(Bundle bundle, InputStream content, CommandOutput output) throws InterruptedException {
        Receiving receiving = bundle.wiring().receiving();
        String actor = System.getProperty("user.name", "unknown");
        String id = sample.isPresent()
                ? receiving.openExplicit(destination, audience, sample.get(), fileName(file), actor)
                : receiving.openExplicit(destination, audience, fileName(file), actor);
        return seeThrough(bundle, id, content, output);
    }

    private static String fileName(Path file) {
        return file.getFileName().toString();
    }

    /** Receives the file, sees its workflow through and prints what came of it. */
    static int deliver(
            Bundle bundle,
            String fileName,
            InputStream content,
            String destination,
            Optional<String> audience,
            CommandOutput output)
            throws InterruptedException {
        String id = bundle.wiring()
                .receiving()
                .openExplicit(destination, audience, fileName, System.getProperty("user.name", "unknown"));
        return seeThrough(bundle, id, content, output);
    }

    private static int seeThrough(Bundle bundle, String id, InputStream content, CommandOutput output)
            throws InterruptedException {
        bundle.receive(id, content);
        List<String> handedOver = bundle.wiring().campaigns().deliveredBy(id);
        int worst = 0;
        for (String delivering : handedOver.isEmpty() ? List.of(id) : handedOver) {
            bundle.workOn(bundle.wiring().workflows().require(delivering).audience());
            Workflow workflow = new SeenThrough(bundle, Terminal.find()).await(delivering);
            output.print(bundle.wiring(), workflow);
            worst = worst == 0 ? workflow.state().exitCode() : worst;
        }
        return worst;
    }
}
