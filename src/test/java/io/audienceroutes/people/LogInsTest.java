package io.audienceroutes.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, who is not, what shows of it, and how often somebody may try. */
final class LogInsTest {
    private static final String WRONG = "four wrong words here";

    @TempDir
    Path folder;

    private Installation installation;

    @BeforeEach
    void open() {
        installation = new Installation(folder);
        installation.withPassword("ann", Role.ADMIN);
    }

    @AfterEach
    void close() {
        installation.close();
    }

    @Test
    void rightPasswordOpensASession() {
        LogIn logIn = installation.tryLogIn(" Ann ", Installation.PASSWORD);

        assertThat(logIn).isInstanceOfSatisfying(LogIn.Succeeded.class, succeeded -> {
            assertThat(succeeded.session().session().principal())
                    .isEqualTo(new Principal("ann", Role.ADMIN, false, Principal.Kind.PERSON));
            assertThat(installation.sessions.find(succeeded.session().secret())).isPresent();
        });
        assertThat(installation.people.find("ann").orElseThrow().lastLogInAt()).contains(installation.clock.instant());
        assertThat(installation.auditKinds("person:ann")).endsWith("logged-in");
    }

    @Test
    void wrongNameWrongPasswordAndDisabledPersonGetOneAnswer() {
        installation.withPassword("bob", Role.USER);
        installation.people.disable("bob", Installation.AUTHOR);
        installation.people.add("invited", Optional.empty(), Role.USER, false, Installation.AUTHOR);

        for (String name : List.of("ann", "nobody", "invited", "\u001b[31m", "x".repeat(10_000), "", "\u0000")) {
            assertThat(installation.tryLogIn(name, WRONG)).as(name).isEqualTo(new LogIn.Failed());
        }
        assertThat(installation.tryLogIn("bob", Installation.PASSWORD)).isEqualTo(new LogIn.Failed());
    }

    @Test
    void unknownNameTakesAsLongAsAKnownOne() {
        installation.tryLogIn("ann", WRONG);
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            installation.clock.advance(Duration.ofHours(25));
            known.add(timeOf("ann"));
            unknown.add(timeOf("nobody"));
        }

        // The hash is most of the time; an answer without one takes a hundredth of it
        assertThat(least(unknown)).isGreaterThan(least(known) / 3);
        assertThat(least(known)).isGreaterThan(least(unknown) / 3);
    }

    private long timeOf(String name) {
        long begun = System.nanoTime();
        installation.tryLogIn(name, WRONG);
        return System.nanoTime() - begun;
    }

    private static long least(List<Long> times) {
        return times.stream().mapToLong(Long::longValue).min().orElseThrow();
    }

    @Test
    void afterFiveFailuresANameIsLockedAndEachTimeLonger() {
        for (int i = 0; i < 5; i++) {
            assertThat(installation.tryLogIn("ann", WRONG)).isInstanceOf(LogIn.Failed.class);
        }
        assertThat(installation.auditKinds("person:ann").subList(2, 7))
                .containsExactly(
                        "log-in-failed", "log-in-failed", "log-in-failed", "log-in-failed", "log-in-failed-and-locked");
        assertThat(installation.tryLogIn("ann", Installation.PASSWORD))
                .isInstanceOfSatisfying(
                        LogIn.Locked.class,
                        locked -> assertThat(locked.message())
                                .isEqualTo("Too many attempts failed. Try again in 1 minute."));
        for (int minutes : new int[] {2, 4, 8, 15, 15}) {
            passLock();
            assertThat(installation.tryLogIn("ann", WRONG)).isInstanceOf(LogIn.Failed.class);
            assertThat(installation.tryLogIn("ann", WRONG))
                    .isInstanceOfSatisfying(
                            LogIn.Locked.class,
                            locked -> assertThat(locked.message())
                                    .isEqualTo("Too many attempts failed. Try again in " + minutes + " minutes."));
        }
        passLock();
        assertThat(installation.tryLogIn("ann", Installation.PASSWORD)).isInstanceOf(LogIn.Succeeded.class);
        assertThat(installation.tryLogIn("ann", WRONG)).isInstanceOf(LogIn.Failed.class);
        assertThat(installation.tryLogIn("ann", Installation.PASSWORD)).isInstanceOf(LogIn.Succeeded.class);
    }

    private void passLock() {
        LogIn.Locked locked = (LogIn.Locked) installation.tryLogIn("ann", WRONG, "198.51.100.77");
        installation.clock.advance(locked.remaining());
    }

    @Test
    void nameThatNobodyHasIsLockedLikeOthers() {
        List<LogIn> known = new ArrayList<>();
        List<LogIn> unknown = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            known.add(installation.tryLogIn("ann", WRONG, "192.0.2.1"));
            unknown.add(installation.tryLogIn("nobody", WRONG, "192.0.2.2"));
        }

        assertThat(unknown).isEqualTo(known).hasAtLeastOneElementOfType(LogIn.Locked.class);
    }

    @Test
    void upperCaseAndSpacesAreNoWayAroundTheLock() {
        for (String name : List.of("ann", "ANN", " ann", "Ann ", "aNN")) {
            installation.tryLogIn(name, WRONG);
        }

        assertThat(installation.tryLogIn("ann", WRONG)).isInstanceOf(LogIn.Locked.class);
    }

    @Test
    void attemptsAtTheSameTimeDoNotExceedTheLimit() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(12);
        try {
            List<Future<LogIn>> attempts = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                attempts.add(threads.submit(() -> installation.tryLogIn("ann", WRONG)));
            }
            List<LogIn> answers = new ArrayList<>();
            for (Future<LogIn> attempt : attempts) {
                answers.add(attempt.get());
            }
            assertThat(answers).filteredOn(LogIn.Failed.class::isInstance).hasSize(5);
            assertThat(answers).filteredOn(LogIn.Locked.class::isInstance).hasSize(7);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void addressIsLockedAfterTwentyNamesAndASuccessDoesNotFreeIt() {
        for (int i = 0; i < 19; i++) {
            assertThat(installation.tryLogIn("name" + i, WRONG)).isInstanceOf(LogIn.Failed.class);
        }
        assertThat(installation.tryLogIn("ann", Installation.PASSWORD)).isInstanceOf(LogIn.Succeeded.class);
        assertThat(installation.tryLogIn("name19", WRONG)).isInstanceOf(LogIn.Failed.class);

        assertThat(installation.tryLogIn("name20", WRONG)).isInstanceOf(LogIn.Locked.class);
        assertThat(installation.tryLogIn("ann", Installation.PASSWORD)).isInstanceOf(LogIn.Locked.class);
        assertThat(installation.tryLogIn("ann", Installation.PASSWORD, "198.51.100.1"))
                .isInstanceOf(LogIn.Succeeded.class);
    }

    @Test
    void networkOfVersionSixCountsAsOneAddress() {
        for (int i = 0; i < 20; i++) {
            installation.tryLogIn("name" + i, WRONG, "2001:db8:1:2::" + Integer.toHexString(i));
        }

        assertThat(installation.tryLogIn("ann", WRONG, "2001:db8:1:2:ffff::9")).isInstanceOf(LogIn.Locked.class);
        assertThat(installation.tryLogIn("ann", WRONG, "2001:db8:1:3::1")).isInstanceOf(LogIn.Failed.class);
        assertThat(installation.tryLogIn("ann", WRONG, "no:address:at:all")).isInstanceOf(LogIn.Failed.class);
    }

    @Test
    void lockSurvivesARestart() {
        for (int i = 0; i < 5; i++) {
            installation.tryLogIn("ann", WRONG);
        }
        installation = installation.restarted(folder);

        assertThat(installation.tryLogIn("ann", Installation.PASSWORD)).isInstanceOf(LogIn.Locked.class);
    }

    @Test
    void clockThatIsSetBackMakesNoLockLonger() {
        for (int i = 0; i < 5; i++) {
            installation.tryLogIn("ann", WRONG);
        }
        installation.clock.advance(Duration.ofDays(-365));
        assertThat(installation.tryLogIn("ann", Installation.PASSWORD))
                .isEqualTo(new LogIn.Locked(Duration.ofMinutes(1)));
        installation.clock.advance(Duration.ofMinutes(1));

        assertThat(installation.tryLogIn("ann", Installation.PASSWORD)).isInstanceOf(LogIn.Succeeded.class);
    }

    @Test
    void failuresAreForgottenAfterADay() {
        for (int i = 0; i < 4; i++) {
            installation.tryLogIn("ann", WRONG);
        }
        installation.clock.advance(Duration.ofHours(24));

        for (int i = 0; i < 4; i++) {
            assertThat(installation.tryLogIn("ann", WRONG)).isInstanceOf(LogIn.Failed.class);
        }
        assertThat(installation.tryLogIn("ann", Installation.PASSWORD)).isInstanceOf(LogIn.Succeeded.class);
    }

    @Test
    void neitherPasswordsNorUnknownNamesAreKept() {
        installation.tryLogIn("ann", "canary-password-31c7");
        installation.tryLogIn("canary-name-88d0", "canary-password-31c7");
        installation.tryLogIn("ann", Installation.PASSWORD);

        assertThat(installation.everythingStored())
                .contains("$argon2id$")
                .doesNotContain("canary-password-31c7", "canary-name-88d0", Installation.PASSWORD);
        assertThat(installation.audit("log-in")).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("log-in-failed");
            assertThat(event.actor()).isEqualTo("unknown");
            assertThat(event.details()).containsEntry("from", Installation.ADDRESS);
        });
    }

    @Test
    void outdatedHashIsMadeAnewAtLogIn() {
        installation.database.useTransaction(handle -> PersonTable.setPassword(
                handle,
                "ann",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                installation.clock.instant()));

        assertThat(installation.tryLogIn("ann", "password")).isInstanceOf(LogIn.Succeeded.class);

        assertThat(installation.everythingStored())
                .contains("$argon2id$v=19$m=19456,t=2,p=1$")
                .doesNotContain("m=256");
        assertThat(installation.tryLogIn("ann", "password")).isInstanceOf(LogIn.Succeeded.class);
    }

    @Test
    void personOfAnIdentityProviderIsKeptAndFollowsIt() {
        Identity identity = new Identity("https://login.example.com s-1", "kim", "Kim", Role.USER, false);
        NewSession first = installation.logIns.logIn(identity, Installation.ADDRESS);
        NewSession second = installation.logIns.logIn(identity, Installation.ADDRESS);

        assertThat(installation.sessions.find(first.secret())).isPresent();
        assertThat(second.session().principal())
                .isEqualTo(new Principal("kim", Role.USER, false, Principal.Kind.PERSON));
        assertThat(installation.people.find("kim").orElseThrow().source()).isEqualTo(Person.Source.OIDC);
        assertThat(installation.tryLogIn("kim", Installation.PASSWORD)).isInstanceOf(LogIn.Failed.class);
        assertThatThrownBy(() -> installation.people.reset("kim", Installation.AUTHOR))
                .hasMessageContaining("has no password here");
        assertThatThrownBy(() -> installation.people.changeRole("kim", Role.ADMIN, false, Installation.AUTHOR))
                .hasMessageContaining("comes from their groups");
        assertThatThrownBy(() -> installation.people.changePassword(
                        second.session(),
                        Installation.PASSWORD.toCharArray(),
                        Installation.PASSWORD.toCharArray(),
                        Installation.ADDRESS))
                .hasMessageContaining("has no password here");
        installation.logIns.logIn(
                new Identity(identity.subject(), "kim", "Kim", Role.VIEWER, true), Installation.ADDRESS);
        assertThat(installation.sessions.find(second.secret())).isEmpty();
        assertThat(installation.auditKinds("person:kim"))
                .containsExactly(
                        "person-added", "logged-in", "logged-in", "log-in-failed", "person-role-changed", "logged-in");
        installation.people.disable("kim", Installation.AUTHOR);
        assertThatThrownBy(() -> installation.logIns.logIn(identity, Installation.ADDRESS))
                .hasMessageContaining("not admitted");
    }

    @Test
    void identityProviderTakesNoLocalPersonOver() {
        assertThatThrownBy(() -> installation.logIns.logIn(
                        new Identity("https://login.example.com s-1", "ann", "Ann", Role.ADMIN, false),
                        Installation.ADDRESS))
                .hasMessageContaining("another person of the name ann");
    }

    @Test
    void callersTextIsNotChanged() {
        char[] password = Installation.PASSWORD.toCharArray();
        installation.logIns.logIn("ann", password, Installation.ADDRESS);

        assertThat(Arrays.equals(password, Installation.PASSWORD.toCharArray())).isTrue();
    }
}
