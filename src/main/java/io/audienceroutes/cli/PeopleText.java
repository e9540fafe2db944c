package io.audienceroutes.cli;

import io.audienceroutes.people.ApiToken;
import io.audienceroutes.people.Invitation;
import io.audienceroutes.people.NewApiToken;
import io.audienceroutes.people.Person;
import io.audienceroutes.text.SafeText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What people read about people and API tokens. */
final class PeopleText {
    private static final String NEVER = "-";

    private PeopleText() {}

    static String people(List<Person> people) {
        TextTable table =
                TextTable.of("NAME", "ROLE", "PERSONAL DATA", "STATE", "LOG-IN BY", "LAST LOG-IN", "DISPLAY NAME");
        people.forEach(person -> table.row(
                person.name(),
                person.role().id(),
                personalData(person.restrictPii()),
                state(person),
                person.source() == Person.Source.LOCAL ? "password" : "identity provider",
                time(person.lastLogInAt()),
                SafeText.line(person.displayName())));
        return table.toString();
    }

    static String tokens(List<ApiToken> tokens, Instant now) {
        TextTable table =
                TextTable.of("NAME", "ROLE", "PERSONAL DATA", "STATE", "EXPIRES", "LAST USED", "CREATED", "CREATED BY");
        tokens.forEach(token -> table.row(
                token.name(),
                token.role().id(),
                personalData(token.restrictPii()),
                token.usableAt(now) ? "valid" : "expired",
                time(Optional.of(token.expiresAt())),
                time(token.lastUsedAt()),
                time(Optional.of(token.createdAt())),
                SafeText.line(token.createdBy())));
        return table.toString();
    }

    /** The link, for whom it is meant. */
    static String invitation(Invitation invitation) {
        return "Give this link to them, through a channel that nobody else reads. It can be used once, until "
                + time(Optional.of(invitation.expiresAt())) + ":\n  " + invitation.url();
    }

    static String ofFirstAdmin(Invitation invitation) {
        return "Nobody can log in to the console yet. Open this link to become its first admin; it can be used once,"
                + " until " + time(Optional.of(invitation.expiresAt())) + ":\n  " + invitation.url();
    }

    static String token(NewApiToken made) {
        return "API token " + made.token().name() + " is made, with the role "
                + made.token().role().id() + ". It expires at "
                + time(Optional.of(made.token().expiresAt()))
                + ". Keep it now, in a vault or a file that only its program reads; it is not shown again:\n  "
                + made.secret();
    }

    static String personalData(boolean restricted) {
        return restricted ? "restricted" : "allowed";
    }

    private static String state(Person person) {
        if (!person.enabled()) {
            return "disabled";
        }
        return person.source() == Person.Source.LOCAL && person.passwordSetAt().isEmpty() ? "invited" : "enabled";
    }

    private static String time(Optional<Instant> time) {
        return time.map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse(NEVER);
    }
}
