package io.audienceroutes.cli;

import io.audienceroutes.app.Bundle;
import io.audienceroutes.app.InvalidSettings;
import io.audienceroutes.app.WatchWiring;
import io.audienceroutes.audience.AudienceList;
import io.audienceroutes.watch.AudienceReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what TikTok reported about the audiences that files were delivered to. */
@Command(
        name = "audiences",
        description =
                "Show the audiences that files were delivered to: what was sent, and what TikTok reports about them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AudiencesCommand.ListAll.class,
            AudiencesCommand.Show.class,
            AudiencesCommand.Read.class,
            ReconcileCommand.class
        })
final class AudiencesCommand {
    private AudiencesCommand() {}

    /** Common parts of the commands. */
    private abstract static class OfAudiences extends BundleCommand {
        @Mixin
        private JsonOption json;

        void list(List<AudienceReport> reports) {
            say(json.shown(
                    reports, () -> reports.isEmpty() ? "No file has been delivered yet." : AudienceText.list(reports)));
        }

        void details(List<AudienceReport> reports) {
            say(json.shown(
                    reports, () -> reports.stream().map(AudienceText::details).collect(Collectors.joining("\n"))));
        }

        static InvalidSettings unknown() {
            return new InvalidSettings("There is no audience with this name or id among those that files were"
                    + " delivered to. List them with: audience-routes audiences list");
        }
    }

    /** Lists them. */
    @Command(
            name = "list",
            description = "List the audiences with sizes, state and warnings from the last reading.",
            mixinStandardHelpOptions = true)
    static final class ListAll extends OfAudiences {
        @Override
        public Integer call() {
            QuietLog.use();
            try (StoredState stored = StoredState.open(profiles())) {
                list(stored.wiring().watch().reports().all());
                return 0;
            }
        }
    }

    /** Shows one. */
    @Command(
            name = "show",
            description = "Show an audience with its warnings and the history of its size.",
            mixinStandardHelpOptions = true)
    static final class Show extends OfAudiences {
        @Parameters(paramLabel = "NAME", description = "Name or id of the audience.")
        private String name;

        @Override
        public Integer call() {
            QuietLog.use();
            try (StoredState stored = StoredState.open(profiles())) {
                List<AudienceReport> found = stored.wiring().watch().reports().of(name);
                if (found.isEmpty()) {
                    throw unknown();
                }
                details(found);
                return 0;
            }
        }
    }

    /** Reads them now. */
    @Command(
            name = "read",
            description =
                    "Read audiences from TikTok now, and show the result. Exit code 1 if they cannot be" + " read.",
            mixinStandardHelpOptions = true)
    static final class Read extends OfAudiences {
        @Parameters(
                paramLabel = "NAME",
                arity = "0..1",
                description = "Name or id of the audience; all audiences if omitted.")
        private Optional<String> name;

        @Override
        public Integer call() {
            QuietLog.use();
            try (Bundle bundle = Bundle.forOneWorkflow(profiles())) {
                WatchWiring watch = bundle.wiring().watch();
                List<AudienceList> lists = watch.audienceMonitor().lists(name);
                if (lists.isEmpty() && name.isPresent()) {
                    throw unknown();
                }
                lists.forEach(list -> bundle.ask("read-audiences", list, Map.of(), Object.class));
                List<AudienceReport> reports = name.map(watch.reports()::of)
                        .orElseGet(() -> watch.reports().all());
                if (name.isPresent()) {
                    details(reports);
                } else {
                    list(reports);
                }
                return reports.stream().anyMatch(report -> report.unreadable().isPresent()) ? 1 : 0;
            }
        }
    }
}
