package io.audienceroutes.cli;

import io.audienceroutes.app.BundleWiring;
import io.audienceroutes.failure.Alert;
import io.audienceroutes.text.SafeText;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the alerts that were raised. */
@Command(
        name = "alerts",
        description = "Show the alerts that were raised.",
        mixinStandardHelpOptions = true,
        versionProvider = AudienceRoutes.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = AlertsCommand.ListAlerts.class)
final class AlertsCommand {
    private AlertsCommand() {}

    /** Lists alerts. */
    @Command(
            name = "list",
            description = "List the newest alerts, newest first.",
            mixinStandardHelpOptions = true,
            versionProvider = AudienceRoutes.Version.class)
    static final class ListAlerts extends StateCommand {
        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "20",
                description = "Maximum number of entries; default 20.")
        private int limit;

        @Mixin
        private JsonOption json;

        @Override
        int work(BundleWiring wiring) {
            List<Alert> alerts = wiring.alerts().newest(limit);
            say(json.shown(alerts, () -> text(alerts)));
            return 0;
        }

        private static String text(List<Alert> alerts) {
            return alerts.isEmpty()
                    ? "No alert was raised."
                    : alerts.stream().map(ListAlerts::text).collect(Collectors.joining("\n"));
        }

        private static String text(Alert alert) {
            List<String> lines = new ArrayList<>();
            lines.add(alert.at().truncatedTo(ChronoUnit.SECONDS) + "  " + SafeText.line(alert.title()));
            lines.add("  " + SafeText.line(alert.message()));
            alert.workflowId().ifPresent(id -> lines.add("  Details: audience-routes workflows show " + id));
            return String.join("\n", lines);
        }
    }
}
