package io.audienceroutes.cli;

import io.audienceroutes.api.DestinationView;
import io.audienceroutes.app.Bundle;
import io.audienceroutes.app.BundleWiring;
import io.audienceroutes.app.InvalidSettings;
import io.audienceroutes.app.PickUpRoutes;
import io.audienceroutes.credential.Credential;
import io.audienceroutes.destination.ConnectionState;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.DestinationDraft;
import io.audienceroutes.diagnosis.Diagnosis;
import io.audienceroutes.diagnosis.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** List, check, save and remove destinations. A destination is saved only after its connection was validated. */
@Command(
        name = "destinations",
        description = "List, check, save and remove destinations. A destination is saved only after its connection was"
                + " validated.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DestinationsCommand.ListDestinations.class,
            DestinationsCommand.CheckDestination.class,
            DestinationsCommand.Add.class,
            DestinationsCommand.Edit.class,
            DestinationsCommand.Save.class,
            DestinationsCommand.Remove.class,
            DestinationsCommand.Promote.class
        })
final class DestinationsCommand {
    private DestinationsCommand() {}

    /** Lists all destinations. */
    @Command(
            name = "list",
            description =
                    "List all destinations, and show whether each can deliver. Exit code 1 if a file is not valid.",
            mixinStandardHelpOptions = true)
    static final class ListDestinations extends BundleCommand {
        @Mixin
        private JsonOption json;

        @Override
        public Integer call() {
            try (StoredState stored = StoredState.open(profiles())) {
                BundleWiring wiring = stored.wiring();
                List<ConnectionState> connections = wiring.connections().all();
                say(json.shown(
                        DestinationView.of(wiring.destinations(), connections),
                        () -> ConnectionText.list(
                                wiring.destinations(),
                                connections,
                                refused(wiring),
                                wiring.folder().problems())));
                return wiring.folder().problems().isEmpty() ? 0 : CommandLine.ExitCode.SOFTWARE;
            }
        }
    }

    private static Set<String> refused(BundleWiring wiring) {
        return wiring.credentials().credentials().describeAll(wiring.namedCredentials()).stream()
                .filter(credential -> credential.refusedAt().isPresent())
                .map(Credential::name)
                .collect(Collectors.toSet());
    }

    /** Common parts of the commands that call TikTok. */
    private abstract static class Asking extends BundleCommand {
        @Mixin
        private JsonOption json;

        abstract int work(Bundle bundle) throws IOException;

        @Override
        public Integer call() throws Exception {
            QuietLog.use();
            try (Bundle bundle = Bundle.forOneWorkflow(profiles())) {
                return work(bundle);
            }
        }

        /** Runs the checks, and prints the results. */
        Diagnosis examined(Bundle bundle, Destination destination) {
            Diagnosis diagnosis = new Doctor(bundle).connection(destination);
            say(json.shown(diagnosis, () -> DiagnosisText.of(diagnosis)));
            return diagnosis;
        }

        /** Keeps what was found for the list of destinations, and has it checked again by a running bundle. */
        static void keep(Bundle bundle, Destination destination, Diagnosis diagnosis) {
            BundleWiring wiring = bundle.wiring();
            if (diagnosis.validates()) {
                wiring.connections().validated(destination, wiring.queue().runnerElsewhere());
            } else {
                wiring.connections().askAgain(destination.name());
            }
        }

        /** Says its result, to people. */
        void remark(String text) {
            if (!json.isGiven()) {
                say(text);
            }
        }
    }

    /** Checks the connection of one destination. */
    @Command(
            name = "check",
            description =
                    "Check the connection of a destination: token, permissions, advertisers, role, audiences. Exit codes are those"
                            + " of doctor.",
            mixinStandardHelpOptions = true)
    static final class CheckDestination extends Asking {
        @Parameters(paramLabel = "NAME", description = "The destination's name.")
        private String name;

        @Override
        int work(Bundle bundle) {
            Destination destination = bundle.wiring().destination(name);
            bundle.wiring().credentials().refusals().clear(destination.credential());
            Diagnosis diagnosis = examined(bundle, destination);
            keep(bundle, destination, diagnosis);
            return diagnosis.exitCode();
        }
    }

    /** Common parts of the commands that save a destination. */
    private abstract static class Saving extends Asking {
        private static final String STANDARD_INPUT = "-";

        @Parameters(paramLabel = "FILE", description = "The destination as YAML; - reads it from standard input.")
        private String file;

        @Option(
                names = "--unvalidated",
                paramLabel = "REASON",
                description =
                        "Save even though TikTok could not be queried, and record this reason in the audit log. A destination"
                                + " whose connection was found to be invalid is never saved.")
        private Optional<String> unvalidated;

        /** Throws if this destination must not be saved. */
        abstract void require(DestinationDraft draft);

        @Override
        int work(Bundle bundle) throws IOException {
            DestinationDraft draft = DestinationDraft.of(bundle.wiring().folder(), text());
            require(draft);
            bundle.reach(draft.destination());
            Diagnosis diagnosis = examined(bundle, draft.destination());
            String name = draft.destination().name();
            if (diagnosis.worst() == Verdict.FAULT) {
                remark("Nothing was saved: the connection of destination " + name + " is not valid.");
                return diagnosis.exitCode();
            }
            Optional<String> reason = unvalidated.map(String::strip).filter(text -> !text.isEmpty());
            if (!diagnosis.validates() && reason.isEmpty()) {
                remark("Nothing was saved: the connection of destination " + name + " could not be validated, because"
                        + " TikTok did not answer all calls. Try again when TikTok responds. To save it anyway, give"
                        + " a reason with --unvalidated REASON.");
                return CommandLine.ExitCode.SOFTWARE;
            }
            boolean replaces = draft.replaces();
            note(bundle, name, diagnosis.validates(), reason);
            draft.save();
            keep(bundle, draft.destination(), diagnosis);
            remark("Destination " + name + (replaces ? " is saved and replaces the previous version" : " is saved")
                    + " in "
                    + bundle.settings().path("destinations.directory").resolve(name + ".yaml") + "."
                    + " A running bundle uses its settings from the next file on, and polls its source within seconds."
                    + inbox(bundle, draft.destination()));
            return 0;
        }

        /** Files can be put there before anything runs. */
        private static String inbox(Bundle bundle, Destination destination) {
            return PickUpRoutes.makeOwnFolder(
                            destination, bundle.home().path(), bundle.settings().path("data.directory"))
                    .map(folder -> " Put its files in " + folder + ".")
                    .orElse("");
        }

        /** The audit entry comes first: there must be no change without one. */
        private static void note(Bundle bundle, String name, boolean validated, Optional<String> reason) {
            bundle.wiring()
                    .audit()
                    .note(
                            "destination:" + name,
                            "destination-saved",
                            actor(),
                            Map.of("validated", Boolean.toString(validated), "reason", reason.orElse("")));
        }

        private String text() throws IOException {
            if (file.equals(STANDARD_INPUT)) {
                return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            }
            Path path = Path.of(file);
            requireReadable(path);
            return Files.readString(path, StandardCharsets.UTF_8);
        }
    }

    /** Saves a new destination. */
    @Command(
            name = "add",
            description = "Save a new destination file after it and its connection were validated. If they are not"
                    + " valid, shows why, saves nothing and exits with 1.",
            mixinStandardHelpOptions = true)
    static final class Add extends Saving {
        @Override
        void require(DestinationDraft draft) {
            if (draft.replaces()) {
                throw new InvalidSettings(
                        "There is a destination " + draft.destination().name()
                                + " already. Nothing was saved. To change it: audience-routes destinations edit FILE");
            }
        }
    }

    /** Saves a destination that exists. */
    @Command(
            name = "edit",
            description = "Replace a destination file after the new version and its connection were validated. If they"
                    + " are not valid, shows why, saves nothing and exits with 1.",
            mixinStandardHelpOptions = true)
    static final class Edit extends Saving {
        @Override
        void require(DestinationDraft draft) {
            if (!draft.replaces()) {
                throw new InvalidSettings(
                        "There is no destination " + draft.destination().name()
                                + " yet. Nothing was saved. To add it: audience-routes destinations add FILE");
            }
        }
    }

    /** Saves a destination, new or not. */
    @Command(
            name = "save",
            description =
                    "Add the destination, or replace it if it exists: for scripts that manage destinations elsewhere.",
            mixinStandardHelpOptions = true)
    static final class Save extends Saving {
        @Override
        void require(DestinationDraft draft) {
            // Both new and existing destinations are accepted
        }
    }

    /** Removes a destination. */
    @Command(
            name = "remove",
            description =
                    "Remove a destination: its file is deleted, and a running bundle stops polling its source within"
                            + " seconds. Workflows in progress continue; nothing changes in TikTok.",
            mixinStandardHelpOptions = true)
    static final class Remove extends BundleCommand {
        @Parameters(paramLabel = "NAME", description = "The destination's name.")
        private String name;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Reason, recorded in the audit log.")
        private Optional<String> reason;

        @Override
        public Integer call() throws IOException {
            try (StoredState stored = StoredState.open(profiles())) {
                BundleWiring wiring = stored.wiring();
                wiring.folder().requireFile(name);
                // The audit entry comes first: there must be no removal without one
                wiring.audit()
                        .note(
                                "destination:" + name,
                                "destination-removed",
                                actor(),
                                Map.of("reason", reason.orElse("")));
                Path file = wiring.folder().remove(name);
                wiring.connections().forget(name);
                long open = wiring.workflows().open().stream()
                        .filter(workflow -> workflow.destination().equals(name))
                        .count();
                say(
                        "Destination " + name + " is removed: " + file
                                + " is deleted. Its audiences stay in TikTok as they are."
                                + (open == 0
                                        ? ""
                                        : " Its unfinished workflows: " + open
                                                + ". They continue with the settings"
                                                + " that they started with; to end them, run: audience-routes workflows stop ID"));
                return 0;
            }
        }
    }

    /** Moves a destination from the sandbox to production. */
    @Command(
            name = "promote",
            description =
                    "Move a destination from the sandbox to production, after its connection to TikTok was validated and a sample of"
                            + " a rehearsal was approved. Who promoted it, and why, is recorded in the audit log.",
            mixinStandardHelpOptions = true)
    static final class Promote extends Asking {
        @Parameters(paramLabel = "NAME", description = "The destination's name.")
        private String name;

        @Option(
                names = "--override",
                paramLabel = "REASON",
                description = "Promote without an approved sample, and record this reason in the audit log.")
        private Optional<String> override;

        @Override
        int work(Bundle bundle) {
            BundleWiring wiring = bundle.wiring();
            DestinationDraft draft = DestinationDraft.promoted(bundle.settings().path("destinations.directory"), name);
            Optional<String> reason = override.map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .or(() -> wiring.promotions()
                            .approvedSample(wiring.destination(name))
                            .map(list -> "the sample of workflow " + list.id() + " was approved"));
            if (reason.isEmpty()) {
                remark("Destination " + name
                        + " stays in the sandbox: no sample of a rehearsal with its current settings was"
                        + " approved. Rehearse it: audience-routes deliver FILE --destination " + name
                        + " --sample 10, then audience-routes workflows approve ID; or say why not with --override"
                        + " REASON.");
                return CommandLine.ExitCode.SOFTWARE;
            }
            Diagnosis diagnosis = examined(bundle, draft.destination());
            boolean told = diagnosis.checks().get(0).verdict() != Verdict.UNKNOWN;
            if (diagnosis.worst() == Verdict.FAULT || !told) {
                remark("Destination " + name + " stays in the sandbox: its connection to TikTok "
                        + (told ? "is not valid." : "could not be checked."));
                return CommandLine.ExitCode.SOFTWARE;
            }
            // The audit entry comes first: there must be no promotion without one
            wiring.promotions().note(name, actor(), reason.get());
            draft.save();
            keep(bundle, draft.destination(), diagnosis);
            remark("Destination " + name + " is in production, because " + reason.get()
                    + ". Its audiences begin empty: nothing" + " of the rehearsals counts there.");
            return 0;
        }
    }
}
