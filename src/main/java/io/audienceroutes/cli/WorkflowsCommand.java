package io.audienceroutes.cli;

import io.audienceroutes.app.BundleWiring;
import io.audienceroutes.destination.RejectLimit;
import io.audienceroutes.text.SafeText;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowFilter;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.WorkflowType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Lists workflows, shows one with its resolutions, and resumes one. */
@Command(
        name = "workflows",
        description = "List workflows, show one with its resolutions, and resume, stop or approve one.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            WorkflowsCommand.ListWorkflows.class,
            WorkflowsCommand.Show.class,
            WorkflowsCommand.Resolve.class,
            WorkflowsCommand.Retry.class,
            WorkflowsCommand.Restart.class,
            WorkflowsCommand.RetryFailed.class,
            WorkflowsCommand.Skip.class,
            WorkflowsCommand.Stop.class,
            WorkflowsCommand.UpdateErrorThreshold.class,
            WorkflowsCommand.Approve.class,
            WorkflowsCommand.IgnoreMissingFile.class,
            WorkflowsCommand.Reject.class,
            WorkflowsCommand.Supersede.class
        })
final class WorkflowsCommand {
    /** Lists the newest workflows. */
    @Command(
            name = "list",
            description = "List workflows, newest first. Filters can be combined.",
            mixinStandardHelpOptions = true)
    static final class ListWorkflows extends StateCommand {
        @Option(names = "--state", paramLabel = "STATE", description = "Only this state: ${COMPLETION-CANDIDATES}.")
        private Optional<WorkflowState> state;

        @Option(
                names = "--type",
                paramLabel = "TYPE",
                converter = TypeName.class,
                completionCandidates = TypeName.class,
                description = "Only this type: ${COMPLETION-CANDIDATES}.")
        private Optional<WorkflowType> type;

        @Option(names = "--destination", paramLabel = "NAME", description = "Only of this destination.")
        private Optional<String> destination;

        @Option(names = "--started-by", paramLabel = "NAME", description = "Only those started by this user or source.")
        private Optional<String> startedBy;

        @Option(names = "--since", paramLabel = "TIME", description = SinceOption.DESCRIPTION)
        private Optional<String> since;

        @Option(
                names = "--text",
                paramLabel = "TEXT",
                description = "Only workflows with this text in their id, file, audience or destination.")
        private Optional<String> text;

        @Option(
                names = "--before",
                paramLabel = "ID",
                description = "Only workflows older than this one: the next page.")
        private Optional<String> before;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "50",
                description = "Maximum number of entries; default 50.")
        private int limit;

        @Mixin
        private JsonOption json;

        @Override
        int work(BundleWiring wiring) {
            Instant now = wiring.now();
            WorkflowFilter filter = new WorkflowFilter(
                    state,
                    type,
                    destination,
                    startedBy,
                    since.map(given -> SinceOption.parse(given, now)),
                    text,
                    false,
                    before);
            List<Workflow> found = wiring.workflows().list(filter, limit + 1);
            List<Workflow> page = found.subList(0, Math.min(limit, found.size()));
            say(json.shown(page, () -> WorkflowText.list(page, now) + more(found)));
            return 0;
        }

        private String more(List<Workflow> found) {
            return found.size() > limit && limit > 0
                    ? "\nOlder ones: add --before " + found.get(limit - 1).id()
                    : "";
        }
    }

    /** The names of workflow types. */
    static final class TypeName implements ITypeConverter<WorkflowType>, Iterable<String> {
        @Override
        public WorkflowType convert(String value) {
            try {
                return WorkflowType.of(value.toLowerCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + SafeText.line(value)
                        + "' is not a workflow type: expected one of " + String.join(", ", this));
            }
        }

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(WorkflowType.values()).map(WorkflowType::id).iterator();
        }
    }

    /** Shows one workflow. */
    @Command(
            name = "show",
            description = "Show one workflow: its stages and tasks, the error, its resolutions with their steps, the"
                    + " receipt.",
            mixinStandardHelpOptions = true)
    static final class Show extends StateCommand {
        @Parameters(paramLabel = "ID", description = "The workflow's id.")
        private String id;

        @Mixin
        private JsonOption json;

        @Override
        int work(BundleWiring wiring) {
            Workflow workflow = wiring.workflows().require(id);
            say(json.isGiven() ? WorkflowView.json(workflow, wiring) : WorkflowText.details(workflow, wiring));
            return 0;
        }
    }

    /** Common parts of the commands that change a workflow. */
    private abstract static class Change extends BundleCommand {
        @Parameters(paramLabel = "ID", description = "The workflow's id.")
        private String id;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Reason, recorded in the audit log.")
        private Optional<String> reason;

        @Option(names = "--json", description = "Print the receipt as JSON.")
        private boolean json;

        abstract Commands.Name command();

        Optional<String> action() {
            return Optional.empty();
        }

        @Override
        public Integer call() throws Exception {
            QuietLog.use();
            WorkflowChange change =
                    new WorkflowChange(profiles(), id, command(), action(), reason, new CommandOutput(out(), json));
            return change.execute();
        }
    }

    /** Resolves a failed workflow. */
    @Command(
            name = "resolve",
            description = "Resume a workflow where it stopped, with the current settings; use it when the cause"
                    + " is fixed.",
            mixinStandardHelpOptions = true)
    static final class Resolve extends Change {
        @Option(
                names = "--action",
                paramLabel = "ACTION",
                description = "The workflow action that was carried out, as shown by 'audience-routes workflows show'.")
        private Optional<String> action;

        @Override
        Commands.Name command() {
            return Commands.Name.RESOLVE;
        }

        @Override
        Optional<String> action() {
            return action;
        }
    }

    /** Retries a failed workflow. */
    @Command(
            name = "retry",
            description = "Resume a workflow where it stopped, with the same inputs and settings.",
            mixinStandardHelpOptions = true)
    static final class Retry extends Change {
        @Override
        Commands.Name command() {
            return Commands.Name.RETRY;
        }
    }

    /** Restarts a failed workflow. */
    @Command(
            name = "restart",
            description = "Resume a workflow with the current settings, from the earliest stage that a changed"
                    + " setting affects.",
            mixinStandardHelpOptions = true)
    static final class Restart extends Change {
        @Override
        Commands.Name command() {
            return Commands.Name.RESTART;
        }
    }

    /** Sends the failed members of an ended workflow again. */
    @Command(
            name = "retry-failed",
            description = "Send only the failed members of a workflow that ended as Issue again. Give a reason with"
                    + " --reason; it is recorded in the audit log.",
            mixinStandardHelpOptions = true)
    static final class RetryFailed extends Change {
        @Override
        Commands.Name command() {
            return Commands.Name.RETRY_FAILED;
        }
    }

    /** Skips the failed task of a workflow. */
    @Command(
            name = "skip",
            description = "Skip the failed delivery and continue after it; its members count as failed and the"
                    + " workflow ends as Issue.",
            mixinStandardHelpOptions = true)
    static final class Skip extends Change {
        @Override
        Commands.Name command() {
            return Commands.Name.SKIP;
        }
    }

    /** Stops a workflow. */
    @Command(
            name = "stop",
            description = "Stop a workflow as soon as the batches in flight have finished.",
            mixinStandardHelpOptions = true)
    static final class Stop extends Change {
        @Override
        Commands.Name command() {
            return Commands.Name.STOP;
        }
    }

    /** Allows more rejected rows in one workflow. */
    @Command(
            name = "update-error-threshold",
            description =
                    "Allow more rejected rows in a workflow that failed because of them, for this run only, and resume it."
                            + " Who allowed it, and why, is recorded in the audit log.",
            mixinStandardHelpOptions = true)
    static final class UpdateErrorThreshold extends Change {
        @Option(
                names = "--percent",
                paramLabel = "N",
                defaultValue = "0",
                description = "Percentage of rows that may be rejected.")
        private int percent;

        @Option(
                names = "--rows",
                paramLabel = "N",
                defaultValue = "0",
                description = "Number of rows that may be rejected in any case.")
        private long rows;

        @Override
        Commands.Name command() {
            return Commands.Name.UPDATE_ERROR_THRESHOLD;
        }

        @Override
        Optional<String> action() {
            return Optional.of(new RejectLimit(percent, rows).code());
        }
    }

    /** Approves the proposed changes of a held workflow. */
    @Command(
            name = "approve",
            description =
                    "Approve exactly the changes that 'audience-routes workflows show' shows, and resume the waiting workflow. Who approved, and why, is"
                            + " recorded in the audit log.",
            mixinStandardHelpOptions = true)
    static final class Approve extends Change {
        @Override
        Commands.Name command() {
            return Commands.Name.APPROVE;
        }
    }

    /** Continues a workflow without the file that it waits for. */
    @Command(
            name = "ignore-missing-file",
            description =
                    "Continue a workflow that waits for a file without that file, and without removing members. Give a reason with"
                            + " --reason; it is recorded in the audit log.",
            mixinStandardHelpOptions = true)
    static final class IgnoreMissingFile extends Change {
        @Override
        Commands.Name command() {
            return Commands.Name.IGNORE_MISSING_FILE;
        }
    }

    /** Rejects the proposed changes of a held workflow. */
    @Command(
            name = "reject",
            description =
                    "Reject the changes of a workflow that waits for approval, and stop it; none of the proposed changes are made.",
            mixinStandardHelpOptions = true)
    static final class Reject extends Change {
        @Override
        Commands.Name command() {
            return Commands.Name.REJECT;
        }
    }

    /** Lets a newer file replace a workflow. */
    @Command(
            name = "supersede",
            description = "End a workflow that waits, failed or was stopped, because a newer file of its destination"
                    + " replaces it.",
            mixinStandardHelpOptions = true)
    static final class Supersede extends Change {
        @Override
        Commands.Name command() {
            return Commands.Name.SUPERSEDE;
        }
    }
}
