package io.audienceroutes.cli;

import io.audienceroutes.app.InvalidSettings;
import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.source.SourceState;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the state of the sources, and requests polls. */
@Command(
        name = "sources",
        description = "Show the state of each destination's source at its last poll, what is wrong with"
                + " it, and when it is polled again.",
        mixinStandardHelpOptions = true,
        subcommands = SourcesCommand.Retry.class)
final class SourcesCommand extends BundleCommand {
    private static final int SOMETHING_IS_DOWN = 1;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        try (StoredState stored = StoredState.open(profiles())) {
            List<SourceState> sources = stored.wiring().sourceStates().all();
            say(json.shown(sources, () -> text(sources, stored.wiring().catalog())));
            return sources.stream().anyMatch(source -> source.state() == SourceState.State.DOWN)
                    ? SOMETHING_IS_DOWN
                    : 0;
        }
    }

    private static String text(List<SourceState> sources, ErrorCatalog catalog) {
        return sources.isEmpty()
                ? "No source has been polled yet: start the bundle with 'audience-routes run'."
                : sources.stream().map(source -> SourceText.of(source, catalog)).collect(Collectors.joining("\n"));
    }

    /** Asks the running bundle to poll now. */
    @Command(
            name = "retry",
            description = "Make the running bundle poll a failed source at its next interval, without waiting for the"
                    + " rest of the delay.",
            mixinStandardHelpOptions = true)
    static final class Retry extends BundleCommand {
        @Parameters(index = "0", paramLabel = "NAME", description = "Name of the source's destination.")
        private String destination;

        @Override
        public Integer call() {
            try (StoredState stored = StoredState.open(profiles())) {
                if (!stored.wiring().sourceStates().tryNow(destination)) {
                    throw new InvalidSettings(
                            "The source cannot be polled: there is no destination with this name whose"
                                    + " source was polled before. List them with: audience-routes sources");
                }
                say("The source of " + destination + " will be polled at its next interval.");
                return 0;
            }
        }
    }
}
