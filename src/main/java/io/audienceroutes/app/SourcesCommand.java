package io.audienceroutes.app;

import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.workflow.SourceState;
import io.audienceroutes.workflow.StoredJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how the sources were found, and asks for a look. */
@Command(
        name = "sources",
        description = "Shows how the source of each destination was found when it was last looked into, what is wrong"
                + " with it, and when it is tried again.",
        mixinStandardHelpOptions = true,
        subcommands = SourcesCommand.Retry.class)
final class SourcesCommand implements Callable<Integer> {
    private static final int SOMETHING_IS_DOWN = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ProfileOption profile;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public Integer call() {
        try (StoredState stored = StoredState.open(profile.profiles())) {
            List<SourceState> sources = stored.wiring().sourceStates().all();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(StoredJson.writePretty(sources));
            } else {
                print(out, sources, stored.wiring().catalog());
            }
            out.flush();
            return sources.stream().anyMatch(source -> source.state() == SourceState.State.DOWN)
                    ? SOMETHING_IS_DOWN
                    : 0;
        }
    }

    private static void print(PrintWriter out, List<SourceState> sources, ErrorCatalog catalog) {
        if (sources.isEmpty()) {
            out.println("No source was looked into yet: 'run' does that.");
        }
        sources.forEach(source -> out.println(SourceText.of(source, catalog)));
    }

    /** Asks the running bundle to look now. */
    @Command(
            name = "retry",
            description = "Lets the running bundle look into a source that is down at its next interval, without the"
                    + " rest of the pause.",
            mixinStandardHelpOptions = true)
    static final class Retry implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private ProfileOption profile;

        @Parameters(index = "0", paramLabel = "NAME", description = "The destination whose source it is.")
        private String destination;

        @Override
        public Integer call() {
            try (StoredState stored = StoredState.open(profile.profiles())) {
                if (!stored.wiring().sourceStates().tryNow(destination)) {
                    throw new InvalidSettings("Could not ask for a look: expected a destination whose source was looked"
                            + " into; found none of that name. 'sources' lists them.");
                }
                PrintWriter out = spec.commandLine().getOut();
                out.println("The source of " + destination + " is looked into at its next interval.");
                out.flush();
                return 0;
            }
        }
    }
}
