package io.audienceroutes.app;

import io.audienceroutes.people.ApiTokens;
import io.audienceroutes.people.Invitations;
import io.audienceroutes.people.LogIns;
import io.audienceroutes.people.Passwords;
import io.audienceroutes.people.People;
import io.audienceroutes.people.Sessions;
import io.audienceroutes.state.StateDatabase;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** Makes what has to do with people, their sessions and API tokens. */
public final class PeopleWiring {
    private final Sessions sessions;
    private final Invitations invitations;
    private final People people;
    private final LogIns logIns;
    private final ApiTokens tokens;

    PeopleWiring(BundleSettings settings, StateDatabase database, Clock clock) {
        SecureRandom random = new SecureRandom();
        Passwords passwords = new Passwords(random);
        sessions = new Sessions(
                database,
                random,
                Duration.ofMinutes(settings.number("console.session-idle-minutes")),
                Duration.ofHours(settings.number("console.session-hours")),
                clock);
        invitations =
                new Invitations(database, passwords, sessions, random, settings.text("console.public-url"), clock);
        people = new People(database, passwords, sessions, invitations, clock);
        logIns = new LogIns(database, passwords, sessions, clock);
        tokens = new ApiTokens(database, random, clock);
    }

    /** Who may log in. */
    public People people() {
        return people;
    }

    /** One-time links. */
    public Invitations invitations() {
        return invitations;
    }

    /** Logs people in. */
    public LogIns logIns() {
        return logIns;
    }

    /** Who is logged in. */
    public Sessions sessions() {
        return sessions;
    }

    /** The tokens of programs. */
    public ApiTokens tokens() {
        return tokens;
    }
}
