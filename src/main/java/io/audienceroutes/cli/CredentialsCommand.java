package io.audienceroutes.cli;

import io.audienceroutes.app.Bundle;
import io.audienceroutes.app.InvalidSettings;
import io.audienceroutes.authorization.CredentialReport;
import io.audienceroutes.call.Caller;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.credential.AccessToken;
import io.audienceroutes.credential.Credential;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Manages the grants that destinations deliver with. */
@Command(
        name = "credentials",
        description = "Manage the TikTok grants that destinations deliver with. Tokens are never printed, and never"
                + " taken as arguments.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CredentialsCommand.ListAll.class,
            CredentialsCommand.Show.class,
            CredentialsCommand.Add.class,
            CredentialsCommand.Authorize.class,
            CredentialsCommand.Reauthorize.class,
            CredentialsCommand.Describe.class,
            CredentialsCommand.Check.class,
            CredentialsCommand.Remove.class,
            CredentialsCommand.RotateKey.class
        })
final class CredentialsCommand {
    private CredentialsCommand() {}

    /** Common parts of the commands for one credential. */
    private abstract static class OfOne extends BundleCommand {
        @Parameters(paramLabel = "NAME", description = "The credential's name, as used in destinations.")
        private String name;

        String name() {
            return name;
        }

        Credential require(StoredState stored) {
            return stored.wiring()
                    .credentials()
                    .credentials()
                    .describe(name)
                    .orElseThrow(() -> new WorkflowError(
                            "credential-missing",
                            "There is no credential '" + name
                                    + "'. List them with: audience-routes credentials list; or create it: audience-routes credentials"
                                    + " authorize "
                                    + name));
        }
    }

    /** Lists credentials. */
    @Command(
            name = "list",
            description = "List the credentials that are stored or that a destination names.",
            mixinStandardHelpOptions = true)
    static final class ListAll extends BundleCommand {
        @Mixin
        private JsonOption json;

        @Override
        public Integer call() {
            QuietLog.use();
            try (StoredState stored = StoredState.open(profiles())) {
                List<Credential> all = stored.wiring()
                        .credentials()
                        .credentials()
                        .describeAll(stored.wiring().namedCredentials());
                say(json.shown(
                        all,
                        () -> all.isEmpty()
                                ? "There is no credential yet. Create one: audience-routes credentials authorize NAME"
                                : CredentialText.list(all)));
                return 0;
            }
        }
    }

    /** Shows one credential. */
    @Command(
            name = "show",
            description = "Show who gave a grant, what it reaches, and where its token is stored.",
            mixinStandardHelpOptions = true)
    static final class Show extends OfOne {
        @Mixin
        private JsonOption json;

        @Override
        public Integer call() {
            QuietLog.use();
            try (StoredState stored = StoredState.open(profiles())) {
                Credential credential = require(stored);
                say(json.shown(
                        credential,
                        () -> CredentialText.details(
                                credential,
                                stored.wiring().credentials().credentials().shadowed(name()))));
                return 0;
            }
        }
    }

    /** Stores a token. */
    @Command(
            name = "add",
            description =
                    "Store an access token after TikTok has accepted it. The token is read from a prompt, from standard input"
                            + " or from a file.",
            mixinStandardHelpOptions = true)
    static final class Add extends OfOne {
        @Option(names = "--file", paramLabel = "FILE", description = "Read the token from this file.")
        private Optional<Path> file;

        @Option(
                names = "--description",
                paramLabel = "TEXT",
                description = "A description by which others recognise the credential.")
        private Optional<String> description;

        @Override
        public Integer call() {
            QuietLog.use();
            AccessToken token = token(SecretInput.read(file, "access token"));
            try (Bundle bundle = Bundle.forOneWorkflow(profiles())) {
                Caller tried = Caller.trying(name(), token);
                CredentialReport report =
                        bundle.ask("check-credential", "", Map.of("caller", tried), CredentialReport.class);
                var credentials = bundle.wiring().credentials();
                if (!credentials.credentialChecker().keep(tried, report, actor())) {
                    say(CredentialText.report(report));
                    say("Nothing was kept.");
                    return CommandLine.ExitCode.SOFTWARE;
                }
                description.ifPresent(text -> credentials.store().describe(name(), text, actor()));
                bundle.ask("check-credential", "", Map.of("caller", Caller.of(name())), CredentialReport.class);
                say("Credential " + name() + " is kept. TikTok accepts its token.");
                return 0;
            }
        }

        private static AccessToken token(String text) {
            try {
                return new AccessToken(text);
            } catch (IllegalArgumentException e) {
                throw new InvalidSettings("Refused: " + e.getMessage() + ". Nothing was kept.");
            }
        }
    }

    /** Common parts of the commands that obtain a grant. */
    private abstract static class Granting extends OfOne {
        @Option(
                names = "--description",
                paramLabel = "TEXT",
                description = "A description by which others recognise the credential.")
        private Optional<String> description;

        @Option(
                names = "--paste",
                description =
                        "Do not wait for the callback: read the address that the owner's browser was redirected to, or"
                                + " the code in it, from a prompt or from standard input.")
        private boolean paste;

        @Option(
                names = "--answer-file",
                paramLabel = "FILE",
                description = "Create no new link: read that address or code from a file, for the newest link.")
        private Optional<Path> answer;

        int grant() throws InterruptedException {
            GrantCommand command = new GrantCommand(profiles(), name(), out());
            int exit = answer.isPresent()
                    ? command.byFile(answer.get())
                    : paste ? command.byPaste() : command.byCallback();
            if (exit == 0) {
                RoleWarnings.print(profiles(), name(), this::say);
            }
            if (exit == 0 && description.isPresent()) {
                try (StoredState stored = StoredState.open(profiles())) {
                    stored.wiring().credentials().store().describe(name(), description.get(), actor());
                }
            }
            return exit;
        }
    }

    /** Obtains a grant from the owner of a TikTok account. */
    @Command(
            name = "authorize",
            description = "Create a link for the owner of a TikTok account to approve, and store the resulting grant.",
            mixinStandardHelpOptions = true)
    static final class Authorize extends Granting {
        @Override
        public Integer call() throws Exception {
            QuietLog.use();
            return grant();
        }
    }

    /** Obtains a new grant for an existing credential. */
    @Command(
            name = "reauthorize",
            description = "Same as authorize, for an existing credential: if its grant has expired, was removed, or"
                    + " should come from another business user. Destinations stay unchanged.",
            mixinStandardHelpOptions = true)
    static final class Reauthorize extends Granting {
        @Override
        public Integer call() throws Exception {
            QuietLog.use();
            try (StoredState stored = StoredState.open(profiles())) {
                require(stored);
            }
            return grant();
        }
    }

    /** Sets the description of a credential. */
    @Command(
            name = "describe",
            description = "Set the description by which others recognise a credential.",
            mixinStandardHelpOptions = true)
    static final class Describe extends OfOne {
        @Parameters(index = "1", paramLabel = "TEXT", description = "The description.")
        private String text;

        @Override
        public Integer call() {
            QuietLog.use();
            try (StoredState stored = StoredState.open(profiles())) {
                stored.wiring().credentials().store().describe(name(), text, actor());
                say("Credential " + name() + " is described.");
                return 0;
            }
        }
    }

    /** Checks a credential. */
    @Command(
            name = "check",
            description = "Check with TikTok, by read-only calls, whether the token is valid and what it reaches.",
            mixinStandardHelpOptions = true)
    static final class Check extends OfOne {
        @Mixin
        private JsonOption json;

        @Override
        public Integer call() {
            QuietLog.use();
            try (Bundle bundle = Bundle.forOneWorkflow(profiles())) {
                bundle.wiring().credentials().refusals().clear(name());
                CredentialReport report =
                        bundle.ask("check-credential", "", Map.of("caller", Caller.of(name())), CredentialReport.class);
                bundle.wiring().connections().askAgainOf(name());
                List<String> roles =
                        RoleWarnings.of(bundle, name(), report.advertiserIds().orElse(List.of()));
                CredentialReport whole = report.withProblems(roles);
                say(json.shown(whole, () -> CredentialText.report(whole)));
                return whole.good() ? 0 : CommandLine.ExitCode.SOFTWARE;
            }
        }
    }

    /** Deletes a credential. */
    @Command(
            name = "remove",
            description = "Delete a stored credential. The grant stays valid at TikTok until its owner removes it"
                    + " there.",
            mixinStandardHelpOptions = true)
    static final class Remove extends OfOne {
        @Override
        public Integer call() {
            QuietLog.use();
            try (StoredState stored = StoredState.open(profiles())) {
                require(stored);
                boolean removed = stored.wiring().credentials().store().remove(name(), actor());
                say(
                        removed
                                ? "Credential " + name() + " is forgotten here."
                                : "Nothing was kept of credential " + name() + "; its token is stored elsewhere.");
                return 0;
            }
        }
    }

    /** Rotates the master key. */
    @Command(
            name = "rotate-key",
            description = "Encrypt the credential store with a new key. Deliveries continue meanwhile.",
            mixinStandardHelpOptions = true)
    static final class RotateKey extends BundleCommand {
        @Override
        public Integer call() {
            QuietLog.use();
            try (StoredState stored = StoredState.open(profiles())) {
                var store = stored.wiring().credentials().store();
                int count = store.rotate(actor());
                say(count + (count == 1 ? " credential is" : " credentials are") + " encrypted with the new key: "
                        + store.keyPlace() + ".");
                return 0;
            }
        }
    }
}
