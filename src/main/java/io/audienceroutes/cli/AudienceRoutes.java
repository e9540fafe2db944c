package io.audienceroutes.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of tiktok-audience-routes. */
@Command(
        name = "audience-routes",
        description = "Deliver customer segments from files to TikTok Ads custom audiences.",
        mixinStandardHelpOptions = true,
        versionProvider = AudienceRoutes.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            PlanCommand.class,
            DeliverCommand.class,
            WorkflowsCommand.class,
            AlertsCommand.class,
            AuditCommand.class,
            SourcesCommand.class,
            AudiencesCommand.class,
            MembersCommand.class,
            CredentialsCommand.class,
            DestinationsCommand.class,
            PeopleCommand.class,
            TokensCommand.class,
            DoctorCommand.class,
            ExplainCommand.class,
            SimulatorCommand.class
        },
        footer = {
            "",
            "Exit codes:",
            "  0  done; the workflow succeeded, or there was nothing to do",
            "  1  the workflow failed: 'audience-routes workflows show ID' shows why and what to do",
            "  2  wrong usage or configuration; nothing was started",
            "  3  the workflow succeeded with warnings (Issue)",
            "  4  the workflow waits for a later time or for an approval",
            "  5  the workflow was stopped",
            "  6  the workflow was skipped",
            "  7  the workflow is still running",
            "'run --once' exits with the lowest non-zero code of its workflows; skipped workflows do not count.",
            "A process that runs out of memory exits with 3 and prints 'Terminating due to java.lang.OutOfMemoryError'.",
            "An interrupted process exits with its signal's code: 130 or 143."
        })
public final class AudienceRoutes {
    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "Same as --profile after the command; commands in messages have it here.")
    private List<String> profiles = new ArrayList<>();

    private AudienceRoutes() {}

    List<String> profiles() {
        return List.copyOf(profiles);
    }

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
