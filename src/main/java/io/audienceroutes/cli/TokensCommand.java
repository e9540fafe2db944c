package io.audienceroutes.cli;

import io.audienceroutes.app.BundleWiring;
import io.audienceroutes.people.ApiToken;
import io.audienceroutes.people.ApiTokens;
import io.audienceroutes.people.NewApiToken;
import io.audienceroutes.people.Role;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Manages the tokens by which programs call the API. */
@Command(
        name = "tokens",
        description = "Manage the tokens by which programs call the API.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TokensCommand.ListAll.class, TokensCommand.Add.class, TokensCommand.Revoke.class})
final class TokensCommand {
    private TokensCommand() {}

    /** Lists tokens. */
    @Command(
            name = "list",
            description = "List the API tokens that were not revoked. Their secrets are not kept.",
            mixinStandardHelpOptions = true)
    static final class ListAll extends StateCommand {
        @Mixin
        private JsonOption json;

        @Override
        int work(BundleWiring wiring) {
            List<ApiToken> tokens = wiring.people().tokens().all();
            say(json.shown(
                    tokens,
                    () -> tokens.isEmpty()
                            ? "There is no API token. Make one: audience-routes tokens add NAME --role ROLE"
                            : PeopleText.tokens(tokens, wiring.now())));
            return 0;
        }
    }

    /** Makes a token. */
    @Command(
            name = "add",
            description = "Make an API token for a program, and print it once.",
            mixinStandardHelpOptions = true)
    static final class Add extends StateCommand {
        @Parameters(paramLabel = "NAME", description = "The token's name, for example the program that uses it.")
        private String name;

        @Option(names = "--role", required = true, paramLabel = "ROLE", description = PeopleCommand.ROLES + ".")
        private Role role;

        @Option(
                names = "--restrict-pii",
                description = "Its program sees no personal data, and cannot deliver, approve, resolve or retry.")
        private boolean restrictPii;

        @Option(
                names = "--days",
                paramLabel = "N",
                description = "Days until it expires; default ${DEFAULT-VALUE}, at most " + ApiTokens.MOST_DAYS + ".",
                defaultValue = "" + ApiTokens.USUAL_DAYS)
        private int days;

        @Mixin
        private AuthorOptions author;

        @Mixin
        private JsonOption json;

        @Override
        int work(BundleWiring wiring) {
            NewApiToken made = wiring.people().tokens().create(name, role, restrictPii, days, author.author());
            say(json.shown(made, () -> PeopleText.token(made)));
            return 0;
        }
    }

    /** Ends a token. */
    @Command(name = "revoke", description = "End an API token at once.", mixinStandardHelpOptions = true)
    static final class Revoke extends StateCommand {
        @Parameters(paramLabel = "NAME", description = "The token's name.")
        private String name;

        @Mixin
        private AuthorOptions author;

        @Override
        int work(BundleWiring wiring) {
            wiring.people().tokens().revoke(name, author.author());
            say("API token " + name.strip() + " is revoked. Requests with it are refused from now on.");
            return 0;
        }
    }
}
