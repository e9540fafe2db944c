package io.audienceroutes.cli;

import io.audienceroutes.app.Bundle;
import io.audienceroutes.app.BundleHome;
import io.audienceroutes.app.BundleOptions;
import io.audienceroutes.app.SandboxSimulator;
import io.audienceroutes.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A first success: delivers the sample file to the bundled simulator, without an account and without leaving files
 * behind.
 */
@Command(
        name = "demo",
        description =
                "Deliver the sample file to the bundled TikTok simulator and print the receipt. Requires no account"
                        + " and leaves no files behind.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final String SAMPLE = "sample/newsletter-sample.csv";
    private static final String DESTINATION = "sample-newsletter";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        QuietLog.use();
        BundleHome home = BundleHome.find();
        Path data = Files.createTempDirectory("audience-routes-demo");
        BundleOptions options = BundleOptions.forOneWorkflow(home, List.of("sandbox"))
                .with(Map.of(
                        "data.directory", data.toString(),
                        "destinations.directory",
                                home.config("sample/destinations").toString(),
                        "simulator.port", "0"));
        PrintWriter out = SafeText.writer(spec.commandLine().getOut());
        try (Bundle bundle = Bundle.start(options)) {
            out.println("Delivering config/" + SAMPLE + " to destination " + DESTINATION + " on the TikTok simulator");
            out.println();
            CommandOutput output = new CommandOutput(out, false, true);
            int exitCode = deliver(bundle, home.config(SAMPLE), output);
            out.println();
            out.println("The simulator now has "
                    + SandboxSimulator.members(bundle.simulator().orElseThrow()) + " members.");
            return exitCode;
        } finally {
            delete(data);
        }
    }

    private static int deliver(Bundle bundle, Path file, CommandOutput output)
            throws IOException, InterruptedException {
        try (InputStream content = Files.newInputStream(file)) {
            String name = file.getFileName().toString();
            return DeliverCommand.deliver(bundle, name, content, DESTINATION, Optional.empty(), output);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(DemoCommand::deleteOne);
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary folder " + directory + " could not be deleted", e);
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary file " + file + " could not be deleted", e);
        }
    }
}
