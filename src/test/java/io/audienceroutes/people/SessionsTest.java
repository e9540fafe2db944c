package io.audienceroutes.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long sessions last, and what ends them. */
final class SessionsTest {
    @TempDir
    Path folder;

    private Installation installation;

    @BeforeEach
    void open() {
        installation = new Installation(folder);
        installation.withPassword("ann", Role.ADMIN);
        installation.withPassword("bob", Role.USER);
    }

    @AfterEach
    void close() {
        installation.close();
    }

    private boolean isOpen(NewSession session) {
        return installation.sessions.find(session.secret()).isPresent();
    }

    @Test
    void onlyADigestOfTheSecretIsKept() {
        NewSession session = installation.logIn("bob");

        assertThat(session.secret()).matches("[A-Za-z0-9_-]{43}");
        assertThat(installation.everythingStored())
                .contains(session.session().id())
                .doesNotContain(session.secret(), session.session().csrfToken());
        assertThat(installation.sessions.find(session.session().id())).isEmpty();
        assertThat(session.toString() + session.session())
                .doesNotContain(session.secret(), session.session().csrfToken());
    }

    @Test
    void strangeSecretOpensNothing() {
        for (String secret : List.of("", "x", "' OR 1=1 --", "\u0000", "x".repeat(100_000))) {
            assertThat(installation.sessions.find(secret)).isEmpty();
        }
    }

    @Test
    void csrfTokenIsThatOfTheSessionAfterARestartToo() {
        NewSession first = installation.logIn("bob");
        NewSession second = installation.logIn("bob");
        installation = installation.restarted(folder);
        Session found = installation.sessions.find(first.secret()).orElseThrow();

        assertThat(found.csrfToken()).isEqualTo(first.session().csrfToken()).hasSize(64);
        assertThat(found.acceptsCsrfToken(first.session().csrfToken())).isTrue();
        assertThat(found.acceptsCsrfToken(second.session().csrfToken())).isFalse();
        assertThat(found.acceptsCsrfToken("")).isFalse();
    }

    @Test
    void unusedSessionEndsAfterTheIdleLimit() {
        NewSession session = installation.logIn("bob");
        installation.clock.advance(Installation.IDLE.minusSeconds(1));
        assertThat(isOpen(session)).isTrue();
        installation.clock.advance(Installation.IDLE.minusSeconds(1));
        assertThat(isOpen(session)).isTrue();
        installation.clock.advance(Installation.IDLE);

        assertThat(isOpen(session)).isFalse();
    }

    @Test
    void usedSessionEndsAfterTheAbsoluteLimit() {
        NewSession session = installation.logIn("bob");
        for (int i = 0; i < 36; i++) {
            assertThat(isOpen(session)).as("use " + i).isTrue();
            installation.clock.advance(Duration.ofMinutes(20));
        }

        assertThat(isOpen(session)).isFalse();
    }

    @Test
    void clockThatIsSetBackLengthensNoSession() {
        NewSession session = installation.logIn("bob");
        installation.clock.advance(Duration.ofMinutes(-4));
        assertThat(isOpen(session)).isTrue();
        installation.clock.advance(Duration.ofMinutes(-10));

        assertThat(isOpen(session)).isFalse();
    }

    @Test
    void logOutEndsOneSession() {
        NewSession here = installation.logIn("bob");
        NewSession there = installation.logIn("bob");
        installation.sessions.close(here.session());
        installation.sessions.close(here.session());

        assertThat(isOpen(here)).isFalse();
        assertThat(isOpen(there)).isTrue();
        assertThat(installation.auditKinds("person:bob")).containsOnlyOnce("logged-out");
    }

    @Test
    void logOutEverywhereEndsAllOfThePersonAndNoOthers() {
        NewSession here = installation.logIn("bob");
        NewSession there = installation.logIn("bob");
        NewSession others = installation.logIn("ann");

        assertThat(installation.sessions.of("bob")).hasSize(2);
        assertThat(installation.sessions.closeAll("bob", Installation.AUTHOR)).isEqualTo(2);
        assertThat(isOpen(here)).isFalse();
        assertThat(isOpen(there)).isFalse();
        assertThat(isOpen(others)).isTrue();
    }

    @Test
    void sessionsEndWithTheRightsOfTheirPerson() {
        List<Runnable> changes = List.of(
                () -> installation.people.changeRole("bob", Role.VIEWER, false, Installation.AUTHOR),
                () -> installation.people.changeRole("bob", Role.VIEWER, true, Installation.AUTHOR),
                () -> installation.people.disable("bob", Installation.AUTHOR),
                () -> installation.people.reset("bob", Installation.AUTHOR));
        for (Runnable change : changes) {
            installation.people.enable("bob", Installation.AUTHOR);
            NewSession session = installation.logIn("bob");
            change.run();
            assertThat(isOpen(session)).isFalse();
        }
    }

    @Test
    void changeThatChangesNothingEndsNoSession() {
        NewSession session = installation.logIn("bob");
        installation.people.changeRole("bob", Role.USER, false, Installation.AUTHOR);
        installation.people.enable("bob", Installation.AUTHOR);

        assertThat(isOpen(session)).isTrue();
    }

    @Test
    void oldestSessionEndsWhereAPersonHasTooMany() {
        List<NewSession> sessions = new ArrayList<>();
        Person bob = installation.people.find("bob").orElseThrow();
        for (int i = 0; i < 22; i++) {
            installation.clock.advance(Duration.ofSeconds(1));
            sessions.add(installation.database.inTransaction(
                    handle -> installation.sessions.open(handle, bob, Installation.ADDRESS)));
        }

        assertThat(sessions.stream().map(this::isOpen))
                .startsWith(false, false, true)
                .filteredOn(open -> open)
                .hasSize(20);
    }

    @Test
    void endedSessionsAreDeleted() {
        NewSession old = installation.logIn("bob");
        installation.clock.advance(Installation.LONGEST);
        installation.logIn("ann");

        assertThat(installation.everythingStored()).doesNotContain(old.session().id());
    }
}
