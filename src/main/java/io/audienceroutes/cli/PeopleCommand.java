package io.audienceroutes.cli;

import io.audienceroutes.app.BundleWiring;
import io.audienceroutes.app.InvalidSettings;
import io.audienceroutes.people.Author;
import io.audienceroutes.people.Invitation;
import io.audienceroutes.people.People;
import io.audienceroutes.people.Person;
import io.audienceroutes.people.Role;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Manages who may log in to the console. */
@Command(
        name = "people",
        description = "Manage who may log in to the console, and what each may do.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PeopleCommand.ListAll.class,
            PeopleCommand.Add.class,
            PeopleCommand.Reset.class,
            PeopleCommand.Disable.class,
            PeopleCommand.Enable.class,
            PeopleCommand.ChangeRole.class
        })
final class PeopleCommand {
    static final String ROLES =
            "viewer (sees), user (delivers and resolves), operator (configures) or admin (manages people)";

    private PeopleCommand() {}

    /** What the commands about one person have in common. */
    private abstract static class OfOne extends StateCommand {
        @Parameters(index = "0", paramLabel = "NAME", description = "The person's name.")
        private String name;

        @Mixin
        private AuthorOptions author;

        String name() {
            return name;
        }

        Author author() {
            return author.author();
        }

        /** The name as it is stored. */
        static String stored(String name) {
            return name.strip().toLowerCase(Locale.ROOT);
        }
    }

    /** Lists people. */
    @Command(
            name = "list",
            description = "List the people who may log in, or could once.",
            mixinStandardHelpOptions = true)
    static final class ListAll extends StateCommand {
        @Mixin
        private JsonOption json;

        @Override
        int work(BundleWiring wiring) {
            List<Person> people = wiring.people().people().all();
            say(json.shown(
                    people,
                    () -> people.isEmpty()
                            ? "There is nobody yet. The first start prints a link that makes the first admin:"
                                    + " audience-routes run"
                            : PeopleText.people(people)));
            return 0;
        }
    }

    /** Adds a person. */
    @Command(
            name = "add",
            description = "Add a person, and print the one-time link by which they set their password.",
            mixinStandardHelpOptions = true)
    static final class Add extends OfOne {
        @Option(names = "--role", required = true, paramLabel = "ROLE", description = ROLES + ".")
        private Role role;

        @Option(names = "--display-name", paramLabel = "TEXT", description = "The name that others read.")
        private Optional<String> displayName;

        @Option(
                names = "--restrict-pii",
                description = "They see no personal data, and cannot deliver, approve, resolve or retry.")
        private boolean restrictPii;

        @Override
        int work(BundleWiring wiring) {
            Invitation invitation = wiring.people().people().add(name(), displayName, role, restrictPii, author());
            say("Person " + stored(name()) + " is added. " + PeopleText.invitation(invitation));
            return 0;
        }
    }

    /** Resets a password. */
    @Command(
            name = "reset",
            description = "End the password and the sessions of a person, and print a one-time link by which they set"
                    + " another password.",
            mixinStandardHelpOptions = true)
    static final class Reset extends OfOne {
        @Override
        int work(BundleWiring wiring) {
            Invitation invitation = wiring.people().people().reset(name(), author());
            say("The password of " + stored(name()) + " is not valid any more. " + PeopleText.invitation(invitation));
            return 0;
        }
    }

    /** Disables a person. */
    @Command(
            name = "disable",
            description =
                    "Log a person out everywhere, and admit them no more. API tokens are ended with tokens revoke.",
            mixinStandardHelpOptions = true)
    static final class Disable extends OfOne {
        @Override
        int work(BundleWiring wiring) {
            Person person = wiring.people().people().disable(name(), author());
            say("Person " + person.name() + " is disabled. To admit them again: audience-routes people enable "
                    + person.name());
            return 0;
        }
    }

    /** Enables a person. */
    @Command(name = "enable", description = "Admit a disabled person again.", mixinStandardHelpOptions = true)
    static final class Enable extends OfOne {
        @Override
        int work(BundleWiring wiring) {
            Person person = wiring.people().people().enable(name(), author());
            say("Person " + person.name() + " is enabled"
                    + (person.passwordSetAt().isPresent() || person.source() == Person.Source.OIDC
                            ? "."
                            : ", but has no password. To give them a link: audience-routes people reset "
                                    + person.name()));
            return 0;
        }
    }

    /** Changes a role. */
    @Command(
            name = "role",
            description = "Change what a person may do. Their sessions end.",
            mixinStandardHelpOptions = true)
    static final class ChangeRole extends OfOne {
        @Parameters(index = "1", paramLabel = "ROLE", description = ROLES + ".")
        private Role role;

        @Option(names = "--restrict-pii", description = "Hide personal data from them from now on.")
        private boolean restrictPii;

        @Option(names = "--allow-pii", description = "Show them personal data from now on.")
        private boolean allowPii;

        @Override
        int work(BundleWiring wiring) {
            if (restrictPii && allowPii) {
                throw new InvalidSettings("people role takes --restrict-pii or --allow-pii, not both.");
            }
            People people = wiring.people().people();
            boolean restricted = restrictPii
                    || (!allowPii
                            && people.find(name()).map(Person::restrictPii).orElse(false));
            Person person = people.changeRole(name(), role, restricted, author());
            say("Person " + person.name() + " has the role " + person.role().id() + "; personal data: "
                    + PeopleText.personalData(person.restrictPii()) + ".");
            return 0;
        }
    }
}
