package io.audienceroutes.people;

import io.audienceroutes.state.EventLog;
import io.audienceroutes.state.StateDatabase;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Logs people in, by name and password or by an identity provider. Whether the name, the password or neither is right, and whether the person is
 * disabled, shows neither in the answer nor in the time it takes.
 */
public final class LogIns {
    private static final String NOBODY = "log-in";

    private final StateDatabase database;
    private final EventLog events;
    private final Passwords passwords;
    private final Sessions sessions;
    private final LogInLimits limits;
    private final Clock clock;

    public LogIns(StateDatabase database, Passwords passwords, Sessions sessions, Clock clock) {
        this.database = database;
        this.events = new EventLog(clock);
        this.passwords = passwords;
        this.sessions = sessions;
        this.limits = new LogInLimits(clock);
        this.clock = clock;
    }

    /**
     * Logs in by name and password.
     *
     * @param address the network address of the request
     */
    public LogIn logIn(String name, char[] password, String address) {
        LogInLimits.Attempt attempt = database.inTransaction(handle -> limits.begin(handle, name, address));
        if (attempt.lockedFor().isPresent()) {
            return new LogIn.Locked(attempt.lockedFor().get());
        }
        Optional<String> person = Names.find(name);
        Optional<String> hash =
                person.flatMap(known -> database.read(handle -> PersonTable.passwordHash(handle, known)));
        boolean right = passwords.matches(password, hash);
        Optional<String> newHash =
                hash.filter(kept -> right && Passwords.outdated(kept)).map(kept -> passwords.hash(password));
        return database.inTransaction(handle -> right
                ? admitted(handle, person.orElseThrow(), hash.orElseThrow(), newHash, address, attempt)
                : failed(handle, person, address, attempt));
    }

    private LogIn admitted(
            Handle handle,
            String name,
            String hash,
            Optional<String> newHash,
            String address,
            LogInLimits.Attempt attempt) {
        Optional<Person> person = PersonTable.find(handle, name)
                .filter(Person::enabled)
                // The password may have been changed while it was checked
                .filter(found -> PersonTable.passwordHash(handle, name).equals(Optional.of(hash)));
        if (person.isEmpty()) {
            return failed(handle, Optional.of(name), address, attempt);
        }
        newHash.ifPresent(better -> PersonTable.replaceHash(handle, name, hash, better));
        limits.succeeded(handle, name, address);
        return new LogIn.Succeeded(open(handle, person.get(), address, "password"));
    }

    /**
     * Logs in somebody for whom an identity provider vouches, and who becomes a person with the first log-in. Their role
     * follows their groups.
     */
    public NewSession logIn(Identity identity, String address) {
        return database.inTransaction(handle -> {
            Person person = PersonTable.ofSubject(handle, identity.subject())
                    .map(known -> updated(handle, known, identity, address))
                    .orElseGet(() -> added(handle, identity, address));
            return open(handle, person, address, "identity provider");
        });
    }

    private Person added(Handle handle, Identity identity, String address) {
        if (PersonTable.find(handle, identity.name()).isPresent()) {
            // Never taken over: the provider may let people choose their names
            throw new PeopleRefused(
                    PeopleRefused.Kind.NOT_ADMITTED,
                    "There is another person of the name " + identity.name() + " already. Ask an admin.");
        }
        Person person = Person.of(
                identity.name(),
                identity.displayName(),
                identity.role(),
                identity.restrictPii(),
                Person.Source.OIDC,
                clock.instant());
        PersonTable.insert(handle, person);
        PersonTable.setSubject(handle, person.name(), identity.subject());
        note(handle, person, "person-added", address);
        return person;
    }

    private Person updated(Handle handle, Person known, Identity identity, String address) {
        if (!known.enabled()) {
            throw new PeopleRefused(
                    PeopleRefused.Kind.NOT_ADMITTED, "You are not admitted to this console. Ask an admin.");
        }
        Person person = known.withDisplayName(identity.displayName()).withRole(identity.role(), identity.restrictPii());
        if (person.role() != known.role() || person.restrictPii() != known.restrictPii()) {
            sessions.closeAll(handle, known.name());
            note(handle, person, "person-role-changed", address);
        }
        return person;
    }

    private void note(Handle handle, Person person, String kind, String address) {
        Author provider = new Author("identity provider", address, "");
        events.append(
                handle,
                People.subject(person.name()),
                kind,
                provider.actor(),
                provider.details(People.rights(person.role(), person.restrictPii())));
    }

    /** Opens a session for somebody who proved who they are. */
    private NewSession open(Handle handle, Person person, String address, String method) {
        Person logged = person.withLogInAt(clock.instant());
        PersonTable.update(handle, logged);
        events.append(
                handle,
                People.subject(person.name()),
                "logged-in",
                person.name(),
                Map.of("from", address, "method", method));
        return sessions.open(handle, logged, address);
    }

    /** A name that nobody has is not kept: it may be a password that went into the wrong field. */
    private LogIn failed(Handle handle, Optional<String> name, String address, LogInLimits.Attempt attempt) {
        Optional<String> known =
                name.filter(candidate -> PersonTable.find(handle, candidate).isPresent());
        events.append(
                handle,
                known.map(People::subject).orElse(NOBODY),
                attempt.locks() ? "log-in-failed-and-locked" : "log-in-failed",
                known.orElse("unknown"),
                Map.of("from", address));
        return new LogIn.Failed();
    }
}
