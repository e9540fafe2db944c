package io.audienceroutes.people;

import io.audienceroutes.state.EventLog;
import io.audienceroutes.state.StateDatabase;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;

/**
 * Those who may log in, and what each may do. Every change is kept in the audit log, ends the sessions of a person whose
 * rights change, and leaves at least one admin who can log in.
 */
public final class People {
    private final StateDatabase database;
    private final EventLog events;
    private final Passwords passwords;
    private final Sessions sessions;
    private final Invitations invitations;
    private final LogInLimits limits;
    private final Clock clock;

    public People(
            StateDatabase database, Passwords passwords, Sessions sessions, Invitations invitations, Clock clock) {
        this.database = database;
        this.events = new EventLog(clock);
        this.passwords = passwords;
        this.sessions = sessions;
        this.invitations = invitations;
        this.limits = new LogInLimits(clock);
        this.clock = clock;
    }

    /** All people, by name. */
    public List<Person> all() {
        return database.read(PersonTable::all);
    }

    /** The person of this name. */
    public Optional<Person> find(String name) {
        return Names.find(name).flatMap(known -> database.read(handle -> PersonTable.find(handle, known)));
    }

    /** Adds a person, who sets a password by the link that is answered. */
    public Invitation add(String name, Optional<String> displayName, Role role, boolean restrictPii, Author author) {
        String stored = Names.require(name, "a person");
        String shown = displayName.map(Names::requireDisplayName).orElse(stored);
        return database.inTransaction(handle -> {
            if (PersonTable.find(handle, stored).isPresent()) {
                throw new PeopleRefused(
                        PeopleRefused.Kind.CONFLICT,
                        "There is a person of the name " + stored + " already. To give them a new link:"
                                + " audience-routes people reset " + stored);
            }
            PersonTable.insert(
                    handle, Person.of(stored, shown, role, restrictPii, Person.Source.LOCAL, clock.instant()));
            note(handle, stored, "person-added", author, rights(role, restrictPii));
            return invitations.make(handle, Optional.of(stored), author.actor());
        });
    }

    /** Takes the password of a person, who sets another one by the link that is answered, and logs them out everywhere. */
    public Invitation reset(String name, Author author) {
        return database.inTransaction(handle -> {
            Person person = PersonTable.require(handle, name);
            requireLocal(person);
            if (!person.enabled()) {
                throw new PeopleRefused(
                        PeopleRefused.Kind.CONFLICT,
                        person.name() + " is disabled. Enable them first: audience-routes people enable "
                                + person.name());
            }
            PersonTable.clearPassword(handle, person.name());
            sessions.closeAll(handle, person.name());
            note(handle, person.name(), "password-reset", author, Map.of());
            return invitations.make(handle, Optional.of(person.name()), author.actor());
        });
    }

    /** Ends the sessions and links of a person, who cannot log in any more. */
    public Person disable(String name, Author author) {
        return change(name, (handle, person) -> {
            if (!person.enabled()) {
                return person;
            }
            requireOtherAdmin(handle, person, "disabled");
            note(handle, person.name(), "person-disabled", author, Map.of());
            invitations.end(handle, person.name());
            return person.withDisabledAt(Optional.of(clock.instant()));
        });
    }

    /** Lets a disabled person log in again, with the password that they had. */
    public Person enable(String name, Author author) {
        return change(name, (handle, person) -> {
            if (person.enabled()) {
                return person;
            }
            note(handle, person.name(), "person-enabled", author, Map.of());
            limits.forget(handle, person.name());
            return person.withDisabledAt(Optional.empty());
        });
    }

    /** Changes what a person may do. */
    public Person changeRole(String name, Role role, boolean restrictPii, Author author) {
        return change(name, (handle, person) -> {
            if (person.role() == role && person.restrictPii() == restrictPii) {
                return person;
            }
            if (person.source() == Person.Source.OIDC) {
                throw new PeopleRefused(
                        PeopleRefused.Kind.CONFLICT,
                        "The role of " + person.name() + " comes from their groups at the identity provider. Change it"
                                + " there, or change which groups have a role: console.oidc.admin-groups and the like.");
            }
            if (role != Role.ADMIN) {
                requireOtherAdmin(handle, person, "given another role");
            }
            note(handle, person.name(), "person-role-changed", author, rights(role, restrictPii));
            return person.withRole(role, restrictPii);
        });
    }

    /**
     * Changes one's own password. The other sessions of the person end. Wrong current passwords count as failed log-ins:
     * whoever finds an open browser cannot try many.
     */
    public void changePassword(Session session, char[] current, char[] replacement, String address) {
        String name = session.person().name();
        requireLocal(session.person());
        passwords.requireAcceptable(replacement, name);
        LogInLimits.Attempt attempt = database.inTransaction(handle -> limits.begin(handle, name, address));
        attempt.lockedFor().map(LogIn.Locked::new).ifPresent(locked -> {
            throw new PeopleRefused(PeopleRefused.Kind.LOCKED, locked.message());
        });
        Optional<String> kept = database.read(handle -> PersonTable.passwordHash(handle, name));
        if (!passwords.matches(current, kept)) {
            database.useTransaction(handle -> note(
                    handle, name, "password-change-failed", Author.of(session.principal(), address, ""), Map.of()));
            throw new PeopleRefused(PeopleRefused.Kind.WRONG_PASSWORD, "The current password is not right.");
        }
        String hash = passwords.hash(replacement);
        database.useTransaction(handle -> {
            if (!PersonTable.passwordHash(handle, name).equals(kept)) {
                throw new PeopleRefused(
                        PeopleRefused.Kind.CONFLICT, "The password was changed meanwhile. Log in again.");
            }
            PersonTable.setPassword(handle, name, hash, clock.instant());
            limits.succeeded(handle, name, address);
            int closed = sessions.closeOthers(handle, name, session.id());
            note(
                    handle,
                    name,
                    "password-changed",
                    Author.of(session.principal(), address, ""),
                    Map.of("sessions-closed", Integer.toString(closed)));
        });
    }

    /** By which the audit log names a person. */
    static String subject(String name) {
        return "person:" + name;
    }

    private Person change(String name, BiFunction<Handle, Person, Person> edit) {
        return database.inTransaction(handle -> {
            Person before = PersonTable.require(handle, name);
            Person after = edit.apply(handle, before);
            if (!after.equals(before)) {
                PersonTable.update(handle, after);
                sessions.closeAll(handle, before.name());
            }
            return after;
        });
    }

    private void note(Handle handle, String name, String kind, Author author, Map<String, String> what) {
        events.append(handle, subject(name), kind, author.actor(), author.details(what));
    }

    static Map<String, String> rights(Role role, boolean restrictPii) {
        return Map.of("role", role.id(), "restrict-pii", Boolean.toString(restrictPii));
    }

    private static void requireOtherAdmin(Handle handle, Person person, String what) {
        boolean needed = person.role() == Role.ADMIN
                && person.enabled()
                && PersonTable.all(handle).stream()
                        .filter(other -> !other.name().equals(person.name()))
                        .noneMatch(other -> other.role() == Role.ADMIN && other.canLogIn());
        if (needed) {
            throw new PeopleRefused(
                    PeopleRefused.Kind.CONFLICT,
                    person.name() + " is the last admin and cannot be " + what + ". Add another admin, who sets a"
                            + " password first: audience-routes people add NAME --role admin");
        }
    }

    private static void requireLocal(Person person) {
        if (person.source() != Person.Source.LOCAL) {
            throw new PeopleRefused(
                    PeopleRefused.Kind.CONFLICT,
                    person.name() + " logs in with the identity provider and has no password here. Change it there.");
        }
    }
}
