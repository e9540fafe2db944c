package io.audienceroutes.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of tiktok-audience-routes. */
@Command(
        name = "audience-routes",
        description = "Delivers customer segments from files to TikTok Ads custom audiences.",
        mixinStandardHelpOptions = true,
        versionProvider = AudienceRoutes.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            DeliverCommand.class,
            WorkflowsCommand.class,
            ExplainCommand.class,
            SimulatorCommand.class
        },
        footer = {
            "",
            "Exit codes of commands that see a workflow through: 0 succeeded, 1 failed, 2 wrong usage or",
            "configuration, 3 succeeded with warnings (Issue), 4 waiting, 5 stopped, 6 skipped, 7 still running."
        })
public final class AudienceRoutes {
    private AudienceRoutes() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        CommandLine commandLine = new CommandLine(new AudienceRoutes());
        commandLine.setExecutionExceptionHandler(
                (exception, command, parsed) -> CommandFailure.report(command, exception));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        return commandLine.execute(args);
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = AudienceRoutes.class.getPackage().getImplementationVersion();
            return new String[] {"tiktok-audience-routes " + (version == null ? "development" : version)};
        }
    }
}
