package io.audienceroutes.people;

import io.audienceroutes.state.EventLog;
import io.audienceroutes.state.StateDatabase;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * One-time links by which people set their passwords. A link can be used once, within 24 hours, and until a newer one is
 * made; only a digest of its secret is kept.
 */
public final class Invitations {
    private static final Duration LIFE = Duration.ofHours(24);
    private static final String FIRST_START = "first start";

    private final StateDatabase database;
    private final EventLog events;
    private final InvitationTable table;
    private final Passwords passwords;
    private final Sessions sessions;
    private final LogInLimits limits;
    private final SecureRandom random;
    private final String publicUrl;
    private final Clock clock;

    /** @param publicUrl the address of the console, as browsers reach it */
    public Invitations(
            StateDatabase database,
            Passwords passwords,
            Sessions sessions,
            SecureRandom random,
            String publicUrl,
            Clock clock) {
        this.database = database;
        this.events = new EventLog(clock);
        this.table = new InvitationTable(clock);
        this.passwords = passwords;
        this.sessions = sessions;
        this.limits = new LogInLimits(clock);
        this.random = random;
        this.publicUrl = publicUrl.replaceAll("/+$", "");
        this.clock = clock;
    }

    /** A link that makes the first admin; empty where there are people already. */
    public Optional<Invitation> ofFirstAdmin() {
        return database.inTransaction(handle -> PersonTable.isEmpty(handle)
                ? Optional.of(make(handle, Optional.empty(), FIRST_START))
                : Optional.empty());
    }

    /** The link of this secret, if it can be used. */
    public Optional<PendingInvitation> find(String secret) {
        return database.read(handle -> table.find(handle, Secret.digest(secret)).flatMap(open -> usable(handle, open)));
    }

    /**
     * Uses a link: sets the password of its person, or makes the first admin. Sessions of the person end.
     *
     * @param name of the first admin; not looked at where the link is for a person
     * @param address the network address of the request
     */
    public Person accept(String secret, Optional<String> name, char[] password, String address) {
        PendingInvitation pending = find(secret).orElseThrow(Invitations::invalid);
        String whose =
                pending.person().map(Person::name).orElseGet(() -> Names.require(name.orElse(""), "the first admin"));
        passwords.requireAcceptable(password, whose);
        String hash = passwords.hash(password);
        return database.inTransaction(handle -> {
            // Again, now that nobody else can use it
            InvitationTable.Open open = table.find(handle, Secret.digest(secret))
                    .filter(found -> usable(handle, found).isPresent())
                    .filter(found -> table.use(handle, found.digest()))
                    .orElseThrow(Invitations::invalid);
            Instant now = clock.instant();
            if (open.person().isEmpty()) {
                PersonTable.insert(handle, Person.of(whose, whose, Role.ADMIN, false, Person.Source.LOCAL, now));
            }
            PersonTable.setPassword(handle, whose, hash, now);
            sessions.closeAll(handle, whose);
            limits.forget(handle, whose);
            events.append(handle, People.subject(whose), "invitation-accepted", whose, Map.of("from", address));
            return PersonTable.require(handle, whose);
        });
    }

    /** A link for a person, or for the first admin. */
    Invitation make(Handle handle, Optional<String> person, String madeBy) {
        String secret = Secret.make(random);
        Instant expiresAt = clock.instant().plus(LIFE);
        table.insert(handle, Secret.digest(secret), person, madeBy, expiresAt);
        return new Invitation(publicUrl + "/welcome?invitation=" + secret, expiresAt);
    }

    void end(Handle handle, String person) {
        table.end(handle, Optional.of(person));
    }

    private static Optional<PendingInvitation> usable(Handle handle, InvitationTable.Open open) {
        if (open.person().isEmpty()) {
            return PersonTable.isEmpty(handle)
                    ? Optional.of(new PendingInvitation(Optional.empty(), open.expiresAt()))
                    : Optional.empty();
        }
        return PersonTable.find(handle, open.person().get())
                .filter(Person::enabled)
                .map(person -> new PendingInvitation(Optional.of(person), open.expiresAt()));
    }

    private static PeopleRefused invalid() {
        return new PeopleRefused(
                PeopleRefused.Kind.INVITATION_INVALID,
                "This link cannot be used: it was used already, is older than " + LIFE.toHours()
                        + " hours, or a newer one was made. Ask an admin for a new one, or run on the server:"
                        + " audience-routes people reset NAME");
    }
}
