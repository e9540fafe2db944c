package io.audienceroutes.workflow;

import io.audienceroutes.catalog.CommonAction;
import io.audienceroutes.text.SafeText;
import io.audienceroutes.workflow.Commands.Name;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a workflow offers to do about its state, each command with a sentence; by command, in the API and on its page. */
public final class Offers {
    private static final Set<Name> ANSWERS = EnumSet.of(Name.APPROVE, Name.REJECT, Name.IGNORE_MISSING_FILE);

    private Offers() {}

    /** The commands that the workflow takes now; what answers its question comes first. */
    public static List<Offer> of(Workflow workflow, Workflows workflows) {
        return of(workflow, workflows.newerThan(workflow), new FailedMembers(workflows).of(workflow));
    }

    /** As above, where this much is known already. */
    public static List<Offer> of(Workflow workflow, Optional<String> newer, FailedMembers.Retry failed) {
        return AllowedCommands.of(workflow, newer.isPresent(), failed).stream()
                .sorted(Comparator.comparing(name -> !ANSWERS.contains(name)))
                .map(name -> new Offer(name, title(name), sentence(name, workflow, newer)))
                .toList();
    }

    /** Whether nothing went wrong, and a person is asked. */
    public static boolean asks(Workflow workflow) {
        return workflow.state() == WorkflowState.WAITING
                && workflow.waitingFor()
                        .filter(reason -> reason == WaitingFor.APPROVAL || reason == WaitingFor.SAMPLE)
                        .isPresent();
    }

    /** What the steps of a resolution name; see {@link io.audienceroutes.catalog.ActionStep#textFor}. */
    public static Map<String, String> names(Workflow workflow, String folder) {
        return Map.of(
                "credential", workflow.settings().credential(),
                "destination", workflow.destination(),
                "advertiser", workflow.settings().advertiserIds().get(0),
                "audience", SafeText.line(workflow.audienceName()),
                "workflow", workflow.id(),
                "file", SafeText.line(workflow.fileName()),
                "folder", folder);
    }

    private static String title(Name name) {
        return switch (name) {
            case RESOLVE -> "Resolve";
            case RETRY -> CommonAction.RETRY.title();
            case RESTART -> CommonAction.RESTART.title();
            case RETRY_FAILED -> CommonAction.RETRY_FAILED.title();
            case SKIP -> CommonAction.SKIP.title();
            case STOP -> CommonAction.STOP.title();
            case UPDATE_ERROR_THRESHOLD -> CommonAction.UPDATE_ERROR_THRESHOLD.title();
            case APPROVE -> CommonAction.APPROVE.title();
            case IGNORE_MISSING_FILE -> CommonAction.IGNORE_MISSING_FILE.title();
            case REJECT -> "Reject";
            case SUPERSEDE -> "Supersede";
        };
    }

    private static String sentence(Name name, Workflow workflow, Optional<String> newer) {
        return switch (name) {
            case RESOLVE -> "When the cause is fixed: continue with the current settings.";
            case RETRY -> CommonAction.RETRY.sentence();
            case RESTART -> CommonAction.RESTART.sentence();
            case RETRY_FAILED -> CommonAction.RETRY_FAILED.sentence();
            case SKIP -> CommonAction.SKIP.sentence();
            case STOP -> CommonAction.STOP.sentence();
            case UPDATE_ERROR_THRESHOLD -> CommonAction.UPDATE_ERROR_THRESHOLD.sentence();
            case APPROVE -> CommonAction.APPROVE.sentence();
            case IGNORE_MISSING_FILE -> CommonAction.IGNORE_MISSING_FILE.sentence();
            case REJECT ->
                workflow.waitingFor().equals(Optional.of(WaitingFor.FILE))
                        ? "End it without the file."
                        : "End it; the held changes are not made.";
            case SUPERSEDE ->
                "Let the newer file of workflow " + newer.orElse("")
                        + " replace this one; what is not delivered yet is never delivered.";
        };
    }

    /**
     * One command.
     *
     * @param title as on a button
     * @param sentence what it does
     */
    public record Offer(Name command, String title, String sentence) {
        /** Whether nobody can decide it without a reason or a number. */
        public boolean needsReason() {
            return switch (command) {
                case IGNORE_MISSING_FILE, RETRY_FAILED, APPROVE, REJECT -> true;
                default -> false;
            };
        }
    }
}
