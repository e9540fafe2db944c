package io.audienceroutes.cli;

import io.audienceroutes.app.Bundle;
import io.audienceroutes.app.BundleHome;
import io.audienceroutes.app.BundleOptions;
import io.audienceroutes.destination.ConnectionState;
import io.audienceroutes.destination.DestinationProblem;
import io.audienceroutes.failure.Alert;
import io.audienceroutes.failure.AlertTopic;
import io.audienceroutes.source.SourceState;
import io.audienceroutes.text.SafeText;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the bundle: polls the sources of all destinations and delivers new files. */
@Command(
        name = "run",
        description = "Poll the sources of all destinations and deliver new files, until interrupted.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ProfileOption profile;

    @Option(
            names = "--once",
            description =
                    "Pick up the files that are in the sources now, deliver them, print the receipts and exit with the"
                            + " worst exit code of the workflows.")
    private boolean once;

    @Override
    public Integer call() throws Exception {
        BundleOptions options = BundleOptions.forRunning(BundleHome.find(), profile.profiles());
        if (once) {
            // It runs for less than the usual delay, and staged copies contain personal data
            options = options.with(Map.of("clean-up.first-delay-ms", "1"));
        }
        try (Bundle bundle = Bundle.start(options)) {
            PrintWriter out = SafeText.writer(spec.commandLine().getOut(), profile::inCommands);
            if (once) {
                return runOnce(bundle, out);
            }
            out.println(
                    "Running; destinations: " + bundle.wiring().destinations().size() + ". Stop it with Ctrl-C.");
            bundle.wiring()
                    .people()
                    .invitations()
                    .ofFirstAdmin()
                    .ifPresent(invitation -> out.println(PeopleText.ofFirstAdmin(invitation)));
            out.flush();
            bundle.awaitEnd();
            return 0;
        }
    }

    private static int runOnce(Bundle bundle, PrintWriter out) throws InterruptedException {
        Instant begun = bundle.wiring().now();
        List<Workflow> done = new RunOnce(bundle).run();
        bundle.wiring().cleanUp();
        List<SourceState> down = bundle.wiring().sourceStates().all().stream()
                .filter(source -> source.state() == SourceState.State.DOWN)
                .toList();
        for (SourceState source : down) {
            out.println(SourceText.of(source, bundle.wiring().catalog()));
            out.println();
        }
        List<Alert> alerts = bundle.wiring().alerts().withoutWorkflowSince(begun);
        List<Alert> ofAudiences = alerts.stream()
                .filter(alert -> alert.isAbout(AlertTopic.Kind.AUDIENCE)
                        && alert.action().isPresent())
                .toList();
        List<ConnectionState> notValid = bundle.wiring().connections().all().stream()
                .filter(connection -> connection.state() == ConnectionState.State.NOT_VALID)
                .toList();
        for (ConnectionState connection : notValid) {
            out.println(ConnectionText.of(connection));
            out.println();
        }
        List<Alert> notReceived = alerts.stream()
                .filter(alert -> alert.isAbout(
                        AlertTopic.Kind.RECEIVED_FILE,
                        AlertTopic.Kind.SOURCE_FILE,
                        AlertTopic.Kind.STORAGE,
                        AlertTopic.Kind.BACKGROUND_WORK))
                .toList();
        List<DestinationProblem> problems = bundle.wiring().folder().problems();
        for (DestinationProblem problem : problems) {
            out.println("A destination file is not valid: " + problem);
            out.println();
        }
        for (Alert alert : ofAudiences) {
            out.println("Audience warning: " + alert.title());
            out.println("  " + alert.message());
            out.println();
        }
        for (Alert alert : notReceived) {
            out.println("A file was not picked up: " + alert.title());
            out.println("  " + alert.message());
            out.println();
        }
        for (Workflow workflow : done) {
            out.println(WorkflowText.details(workflow, bundle.wiring()));
            out.println();
        }
        boolean allWell = problems.isEmpty() && notReceived.isEmpty() && down.isEmpty() && notValid.isEmpty();
        if (done.isEmpty() && allWell && ofAudiences.isEmpty()) {
            out.println("Nothing to deliver.");
        }
        out.flush();
        int worst = done.stream()
                .map(Workflow::state)
                .filter(state -> state != WorkflowState.SKIPPED)
                .map(WorkflowState::exitCode)
                .filter(code -> code != 0)
                .min(Integer::compare)
                .orElse(0);
        return allWell ? worst : WorkflowState.FAILED.exitCode();
    }
}
