package io.audienceroutes.cli;

import io.audienceroutes.app.InvalidSettings;
import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.source.SourceState;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows how the sources were found, and asks for a look. */
@Command(
        name = "sources",
        description = "Show how the source of each destination was found when it was last looked into, what is wrong"
                + " with it, and when it is tried again.",
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
                ? "No source was looked into yet: 'run' does that."
                : sources.stream().map(source -> SourceText.of(source, catalog)).collect(Collectors.joining("\n"));
    }

    /** Asks the running bundle to look now. */
    @Command(
            name = "retry",
            description = "Let the running bundle look into a source that is down at its next interval, without the"
                    + " rest of the pause.",
            mixinStandardHelpOptions = true)
    static final class Retry extends BundleCommand {
        @Parameters(index = "0", paramLabel = "NAME", description = "The destination whose source it is.")
        private String destination;

        @Override
        public Integer call() {
            try (StoredState stored = StoredState.open(profiles())) {
                if (!stored.wiring().sourceStates().tryNow(destination)) {
                    throw new InvalidSettings("Could not ask for a look: expected a destination whose source was looked"
                            + " into; found none of that name. 'sources' lists them.");
                }
                say("The source of " + destination + " is looked into at its next interval.");
                return 0;
            }
        }
    }
}
