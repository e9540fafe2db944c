package io.audienceroutes.app;

import io.audienceroutes.workflow.Workflow;
import java.io.IOException;
import java.io.InputStream;
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
            return deliver(
                    bundle,
                    file,
                    destination,
                    audience,
                    new CommandOutput(spec.commandLine().getOut(), json));
        }
    }

    /** Receives the file, sees its workflow through and prints what came of it. */
    static int deliver(Bundle bundle, Path file, String destination, Optional<String> audience, CommandOutput output)
            throws IOException, InterruptedException {
        String id = bundle.wiring()
                .receiving()
                .openExplicit(
                        destination,
                        audience,
                        file.getFileName().toString(),
                        System.getProperty("user.name", "unknown"));
        bundle.workOn(bundle.wiring().workflows().require(id).audience());
        try (InputStream content = Files.newInputStream(file)) {
            bundle.receive(id, content);
        }
        Workflow workflow = new SeenThrough(bundle, Terminal.find()).await(id);
        output.print(bundle.wiring(), workflow);
        return workflow.state().exitCode();
    }
}
