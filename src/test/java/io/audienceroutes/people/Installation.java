package io.audienceroutes.people;

import io.audienceroutes.state.EventLog;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.state.WorkflowEvent;
import io.audienceroutes.testing.MovableClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All that has to do with people, on a real database in a file, at a time that tests move. */
final class Installation implements AutoCloseable {
    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration LONGEST = Duration.ofHours(12);
    static final String URL = "https://console.example.com";
    static final String ADDRESS = "192.0.2.7";
    static final String PASSWORD = "four unrelated words";
    static final Author AUTHOR = Author.ofCommand("root", "as asked");

    final MovableClock clock;
    final StateDatabase database;
    final Passwords passwords;
    final Sessions sessions;
    final Invitations invitations;
    final People people;
    final LogIns logIns;
    final ApiTokens tokens;

    Installation(Path folder) {
        this(folder, new MovableClock());
    }

    Installation(Path folder, MovableClock clock) {
        this.clock = clock;
        database = new StateDatabase(folder.resolve("state.db"));
        SecureRandom random = new SecureRandom();
        passwords = new Passwords(random);
        sessions = new Sessions(database, random, IDLE, LONGEST, clock);
        invitations = new Invitations(database, passwords, sessions, random, URL + "/", clock);
        people = new People(database, passwords, sessions, invitations, clock);
        logIns = new LogIns(database, passwords, sessions, clock);
        tokens = new ApiTokens(database, random, clock);
    }

    /** The same installation after a restart. */
    Installation restarted(Path folder) {
        close();
        return new Installation(folder, clock);
    }

    /** Somebody with a password. */
    Person withPassword(String name, Role role) {
        Invitation invitation = people.add(name, Optional.empty(), role, false, AUTHOR);
        return invitations.accept(secretOf(invitation), Optional.empty(), PASSWORD.toCharArray(), ADDRESS);
    }

    LogIn tryLogIn(String name, String password) {
        return tryLogIn(name, password, ADDRESS);
    }

    LogIn tryLogIn(String name, String password, String address) {
        return logIns.logIn(name, password.toCharArray(), address);
    }

    /** A session of somebody with a password. */
    NewSession logIn(String name) {
        return ((LogIn.Succeeded) tryLogIn(name, PASSWORD)).session();
    }

    static String secretOf(Invitation invitation) {
        return invitation.url().substring(invitation.url().indexOf('=') + 1);
    }

    List<WorkflowEvent> audit(String subject) {
        return database.read(handle -> new EventLog(clock).of(handle, subject));
    }

    List<String> auditKinds(String subject) {
        return audit(subject).stream().map(WorkflowEvent::kind).toList();
    }

    /** Every text in every table, to show what is not kept. */
    String everythingStored() {
        return database.read(handle -> {
            StringBuilder all = new StringBuilder();
            for (String table :
                    List.of("person", "session", "invitation", "api_token", "log_in_attempt", "workflow_event")) {
                handle.createQuery("SELECT * FROM " + table)
                        .mapToMap()
                        .forEach(row -> all.append(row).append('\n'));
            }
            return all.toString();
        });
    }

    @Override
    public void close() {
        database.close();
    }
}
