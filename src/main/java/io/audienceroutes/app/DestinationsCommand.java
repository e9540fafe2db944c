package io.audienceroutes.app;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.DestinationDraft;
import io.audienceroutes.diagnosis.Diagnosis;
import io.audienceroutes.diagnosis.Verdict;
import io.audienceroutes.workflow.StoredJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists destinations, checks their connections, and saves one only after its connection was validated. */
@Command(
        name = "destinations",
        description = "Lists destinations, checks their connections, and saves one only after its connection was"
                + " validated.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DestinationsCommand.ListDestinations.class,
            DestinationsCommand.CheckDestination.class,
            DestinationsCommand.Save.class
        })
final class DestinationsCommand {
    private DestinationsCommand() {}

    /** Lists all destinations. */
    @Command(name = "list", description = "Lists all destinations.", mixinStandardHelpOptions = true)
    static final class ListDestinations implements Callable<Integer> {
        private static final String FORMAT = "%-24s %-16s %-20s %s";

        @Spec
        private CommandSpec spec;

        @Mixin
        private ProfileOption profile;

        @Option(names = "--json", description = "Prints JSON.")
        private boolean json;

        @Override
        public Integer call() {
            try (StoredState stored = StoredState.open(profile.profiles())) {
                PrintWriter out = spec.commandLine().getOut();
                if (json) {
                    out.println(StoredJson.writePretty(stored.wiring().destinations()));
                } else {
                    out.println(String.format(
                            Locale.ROOT, FORMAT, "DESTINATION", "CREDENTIAL", "ADVERTISER", "DESCRIPTION"));
                    stored.wiring()
                            .destinations()
                            .forEach(each -> out.println(String.format(
                                    Locale.ROOT,
                                    FORMAT,
                                    each.name(),
                                    each.credential(),
                                    each.owner(),
                                    each.description())));
                }
                out.flush();
                return 0;
            }
        }
    }

    /** What the commands that ask TikTok have in common. */
    private abstract static class Asking implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private ProfileOption profile;

        @Option(names = "--json", description = "Prints JSON.")
        private boolean json;

        abstract int work(Bundle bundle) throws IOException;

        @Override
        public Integer call() throws Exception {
            QuietLog.use();
            BundleOptions options = BundleOptions.forOneWorkflow(BundleHome.find(), profile.profiles());
            try (Bundle bundle = Bundle.start(options)) {
                return work(bundle);
            }
        }

        /** Asks, and prints the answers. */
        Diagnosis examined(Bundle bundle, Destination destination) {
            Diagnosis diagnosis = new Doctor(bundle).connection(destination);
            print(json ? StoredJson.writePretty(diagnosis) : DiagnosisText.of(diagnosis));
            return diagnosis;
        }

        void say(String text) {
            if (!json) {
                print(text);
            }
        }

        private void print(String text) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(text);
            out.flush();
        }
    }

    /** Checks the connection of one destination. */
    @Command(
            name = "check",
            description =
                    "Checks the connection of a destination: token, permissions, advertisers, role, audiences. Ends"
                            + " like doctor.",
            mixinStandardHelpOptions = true)
    static final class CheckDestination extends Asking {
        @Parameters(paramLabel = "NAME", description = "The destination's name.")
        private String name;

        @Override
        int work(Bundle bundle) {
            return examined(bundle, bundle.wiring().destination(name)).exitCode();
        }
    }

    /** Saves a destination whose connection is valid. */
    @Command(
            name = "save",
            aliases = {"add", "edit"},
            description =
                    "Saves a destination file, new or in place of the one of its name, after it and its connection"
                            + " were validated. Where they are not valid, says why, saves nothing and ends with 1.",
            mixinStandardHelpOptions = true)
    static final class Save extends Asking {
        private static final String STANDARD_INPUT = "-";

        @Parameters(paramLabel = "FILE", description = "The destination as YAML; - reads it from standard input.")
        private String file;

        @Override
        int work(Bundle bundle) throws IOException {
            DestinationDraft draft = DestinationDraft.of(bundle.settings().path("destinations.directory"), text());
            Diagnosis diagnosis = examined(bundle, draft.destination());
            String name = draft.destination().name();
            if (diagnosis.worst() == Verdict.FAULT) {
                say("Nothing was saved: the connection of destination " + name + " is not valid.");
                return diagnosis.exitCode();
            }
            boolean replaces = draft.replaces();
            draft.save();
            say("Destination " + name + (replaces ? " is saved in place of the earlier one." : " is saved.")
                    + " A running bundle takes it up at its next start.");
            return 0;
        }

        private String text() throws IOException {
            if (file.equals(STANDARD_INPUT)) {
                return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            }
            Path path = Path.of(file);
            if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
                throw new InvalidSettings("There is no file at " + path + " that this user may read. Check the path.");
            }
            return Files.readString(path, StandardCharsets.UTF_8);
        }
    }
}
