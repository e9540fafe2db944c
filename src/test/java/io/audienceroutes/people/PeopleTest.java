package io.audienceroutes.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.state.EventLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may log in, and which changes are refused. */
final class PeopleTest {
    private static final String OTHER = "five other unrelated words";

    @TempDir
    Path folder;

    private Installation installation;

    @BeforeEach
    void open() {
        installation = new Installation(folder);
    }

    @AfterEach
    void close() {
        installation.close();
    }

    private Invitation add(String name, Role role) {
        return installation.people.add(name, Optional.empty(), role, false, Installation.AUTHOR);
    }

    private static void requireRefused(PeopleRefused.Kind kind, Runnable change, String message) {
        assertThatThrownBy(change::run)
                .isInstanceOfSatisfying(
                        PeopleRefused.class,
                        refused -> assertThat(refused.kind()).isEqualTo(kind))
                .hasMessageContaining(message);
    }

    @Test
    void roleMayDoWhatTheOnesBeforeItMay() {
        assertThat(Role.values()).containsExactly(Role.VIEWER, Role.USER, Role.OPERATOR, Role.ADMIN);
        assertThat(Role.OPERATOR.covers(Role.USER)).isTrue();
        assertThat(Role.OPERATOR.covers(Role.OPERATOR)).isTrue();
        assertThat(Role.OPERATOR.covers(Role.ADMIN)).isFalse();
        assertThat(Role.VIEWER.covers(Role.USER)).isFalse();
    }

    @Test
    void addedPersonIsInvitedAndKeptWithWhoAddedThem() {
        installation.people.add(
                "Bob.Miller@Example.com", Optional.of("B\u00f6b Miller"), Role.OPERATOR, true, Installation.AUTHOR);

        assertThat(installation.people.all()).singleElement().satisfies(person -> {
            assertThat(person.name()).isEqualTo("bob.miller@example.com");
            assertThat(person.displayName()).isEqualTo("B\u00f6b Miller");
            assertThat(person.role()).isEqualTo(Role.OPERATOR);
            assertThat(person.restrictPii()).isTrue();
            assertThat(person.passwordSetAt()).isEmpty();
            assertThat(person.createdAt()).isEqualTo(installation.clock.instant());
        });
        assertThat(installation.audit("person:bob.miller@example.com"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.kind()).isEqualTo("person-added");
                    assertThat(event.actor()).isEqualTo("root");
                    assertThat(event.details())
                            .containsEntry("role", "operator")
                            .containsEntry("restrict-pii", "true")
                            .containsEntry("from", "command line")
                            .containsEntry("reason", "as asked");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".ann",
                "-rf",
                "ann miller",
                "an\nn",
                "an\u0000n",
                "<script>alert(1)</script>",
                "\u001b[31mann",
                "ann\u202e",
                "\u0430nn",
                "\u212aarl",
                "\u0130da",
                "person:ann",
                "ann'; DROP TABLE person; --",
                "${env:HOME}",
                "{{api.port}}",
                "=cmd()",
                "../ann",
                "a2345678901234567890123456789012345678901234567890123456789012345"
            })
    void nameThatCannotBeToldApartOrIsNoneIsRefused(String name) {
        requireRefused(PeopleRefused.Kind.INVALID, () -> add(name, Role.USER), "letters a to z");
        assertThat(installation.people.all()).isEmpty();
        assertThat(installation.people.find(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\nb", "a\u202eb", "a\u0000", "\ud800", "\u001b[31m"})
    void displayNameIsPrintable(String displayName) {
        requireRefused(
                PeopleRefused.Kind.INVALID,
                () -> installation.people.add("bob", Optional.of(displayName), Role.USER, false, Installation.AUTHOR),
                "display name");
    }

    @Test
    void longestNameIsAccepted() {
        String name = "a".repeat(64);
        add(name, Role.USER);

        assertThat(installation.people.find(name)).isPresent();
    }

    @Test
    void namesDifferInMoreThanCase() {
        add("bob", Role.USER);

        requireRefused(PeopleRefused.Kind.CONFLICT, () -> add("BOB", Role.ADMIN), "people reset bob");
        assertThat(installation.people.find(" Bob ").orElseThrow().role()).isEqualTo(Role.USER);
    }

    @Test
    void unknownPersonIsTold() {
        for (String name : List.of("nobody", "\u001b[31m", "")) {
            requireRefused(
                    PeopleRefused.Kind.UNKNOWN,
                    () -> installation.people.disable(name, Installation.AUTHOR),
                    "people list");
        }
    }

    @Test
    void lastAdminIsNeitherDisabledNorDemoted() {
        installation.withPassword("ann", Role.ADMIN);
        add("invited", Role.ADMIN);
        installation.withPassword("bob", Role.OPERATOR);

        requireRefused(
                PeopleRefused.Kind.CONFLICT,
                () -> installation.people.disable("ann", Installation.AUTHOR),
                "ann is the last admin and cannot be disabled");
        requireRefused(
                PeopleRefused.Kind.CONFLICT,
                () -> installation.people.changeRole("ann", Role.OPERATOR, false, Installation.AUTHOR),
                "ann is the last admin and cannot be given another role");
        assertThat(installation
                        .people
                        .changeRole("ann", Role.ADMIN, true, Installation.AUTHOR)
                        .restrictPii())
                .isTrue();
        installation.people.disable("invited", Installation.AUTHOR);
        installation.people.changeRole("bob", Role.ADMIN, false, Installation.AUTHOR);
        installation.people.disable("ann", Installation.AUTHOR);
        requireRefused(
                PeopleRefused.Kind.CONFLICT,
                () -> installation.people.disable("bob", Installation.AUTHOR),
                "bob is the last admin");
    }

    @Test
    void twoAdminsWhoDisableEachOtherLeaveOne() throws Exception {
        installation.withPassword("ann", Role.ADMIN);
        installation.withPassword("bob", Role.ADMIN);
        List<Thread> threads = List.of(
                new Thread(() -> quietly(() -> installation.people.disable("ann", Installation.AUTHOR))),
                new Thread(() -> quietly(() -> installation.people.disable("bob", Installation.AUTHOR))));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(installation.people.all()).filteredOn(Person::enabled).hasSize(1);
    }

    private static void quietly(Runnable change) {
        try {
            change.run();
        } catch (PeopleRefused e) {
            assertThat(e.kind()).isEqualTo(PeopleRefused.Kind.CONFLICT);
        }
    }

    @Test
    void disabledPersonKeepsTheirPasswordForLater() {
        installation.withPassword("ann", Role.ADMIN);
        installation.withPassword("bob", Role.USER);
        installation.people.disable("bob", Installation.AUTHOR);
        installation.people.disable("bob", Installation.AUTHOR);
        assertThat(installation.tryLogIn("bob", Installation.PASSWORD)).isInstanceOf(LogIn.Failed.class);
        installation.people.enable("bob", Installation.AUTHOR);

        assertThat(installation.tryLogIn("bob", Installation.PASSWORD)).isInstanceOf(LogIn.Succeeded.class);
        assertThat(installation.auditKinds("person:bob"))
                .containsExactly(
                        "person-added",
                        "invitation-accepted",
                        "person-disabled",
                        "log-in-failed",
                        "person-enabled",
                        "logged-in");
    }

    @Test
    void resetEndsThePasswordAndLogsOut() {
        installation.withPassword("ann", Role.ADMIN);
        NewSession session = installation.logIn("ann");
        Invitation invitation = installation.people.reset("ann", Installation.AUTHOR);

        assertThat(installation.sessions.find(session.secret())).isEmpty();
        assertThat(installation.tryLogIn("ann", Installation.PASSWORD)).isInstanceOf(LogIn.Failed.class);
        installation.invitations.accept(
                Installation.secretOf(invitation), Optional.empty(), OTHER.toCharArray(), Installation.ADDRESS);
        assertThat(installation.tryLogIn("ann", OTHER)).isInstanceOf(LogIn.Succeeded.class);
    }

    @Test
    void newerLinkOfAPersonReplacesTheEarlierOne() {
        Invitation earlier = add("bob", Role.USER);
        Invitation newer = installation.people.reset("bob", Installation.AUTHOR);

        assertThat(installation.invitations.find(Installation.secretOf(earlier)))
                .isEmpty();
        assertThat(installation.invitations.find(Installation.secretOf(newer))).isPresent();
    }

    @Test
    void disabledPersonGetsNoLink() {
        add("bob", Role.USER);
        installation.people.disable("bob", Installation.AUTHOR);

        requireRefused(
                PeopleRefused.Kind.CONFLICT,
                () -> installation.people.reset("bob", Installation.AUTHOR),
                "people enable bob");
    }

    @Test
    void changedPasswordEndsTheOtherSessions() {
        installation.withPassword("ann", Role.ADMIN);
        NewSession here = installation.logIn("ann");
        NewSession there = installation.logIn("ann");
        installation.people.changePassword(
                here.session(), Installation.PASSWORD.toCharArray(), OTHER.toCharArray(), Installation.ADDRESS);

        assertThat(installation.sessions.find(here.secret())).isPresent();
        assertThat(installation.sessions.find(there.secret())).isEmpty();
        assertThat(installation.tryLogIn("ann", Installation.PASSWORD)).isInstanceOf(LogIn.Failed.class);
        assertThat(installation.tryLogIn("ann", OTHER)).isInstanceOf(LogIn.Succeeded.class);
        assertThat(installation.auditKinds("person:ann")).contains("password-changed");
    }

    @Test
    void passwordIsChangedOnlyByWhoKnowsItAndNotTriedOften() {
        installation.withPassword("ann", Role.ADMIN);
        Session session = installation.logIn("ann").session();
        for (int i = 0; i < 5; i++) {
            requireRefused(
                    PeopleRefused.Kind.WRONG_PASSWORD,
                    () -> installation.people.changePassword(
                            session, "four wrong words here".toCharArray(), OTHER.toCharArray(), Installation.ADDRESS),
                    "The current password is not right.");
        }

        requireRefused(
                PeopleRefused.Kind.LOCKED,
                () -> installation.people.changePassword(
                        session, Installation.PASSWORD.toCharArray(), OTHER.toCharArray(), Installation.ADDRESS),
                "Try again in 1 minute.");
        requireRefused(
                PeopleRefused.Kind.PASSWORD_NOT_ACCEPTED,
                () -> installation.people.changePassword(
                        session, Installation.PASSWORD.toCharArray(), "short".toCharArray(), Installation.ADDRESS),
                "12 to 128");
    }

    @Test
    void auditLogStaysWhole() {
        installation.withPassword("ann", Role.ADMIN);
        installation.tryLogIn("ann", "four wrong words here");
        installation.logIn("ann");

        assertThat(installation.database.<Long>read(handle -> new EventLog(installation.clock).firstBreak(handle)))
                .isZero();
    }
}
