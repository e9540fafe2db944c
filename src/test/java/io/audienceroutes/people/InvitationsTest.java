package io.audienceroutes.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one-time links by which people set their passwords. */
final class InvitationsTest {
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

    private Person accept(Invitation invitation, String name) {
        return installation.invitations.accept(
                Installation.secretOf(invitation),
                Optional.of(name),
                Installation.PASSWORD.toCharArray(),
                Installation.ADDRESS);
    }

    private void requireInvalid(Invitation invitation, String name) {
        assertThat(installation.invitations.find(Installation.secretOf(invitation)))
                .isEmpty();
        assertThatThrownBy(() -> accept(invitation, name))
                .isInstanceOfSatisfying(
                        PeopleRefused.class,
                        refused -> assertThat(refused.kind()).isEqualTo(PeopleRefused.Kind.INVITATION_INVALID));
    }

    @Test
    void firstLinkMakesTheFirstAdmin() {
        Invitation invitation = installation.invitations.ofFirstAdmin().orElseThrow();

        assertThat(invitation.url()).matches("https://console\\.example\\.com/welcome\\?invitation=[A-Za-z0-9_-]{43}");
        assertThat(installation.everythingStored()).doesNotContain(Installation.secretOf(invitation));
        assertThat(invitation.toString()).doesNotContain(Installation.secretOf(invitation));
        assertThat(installation.invitations.find(Installation.secretOf(invitation)))
                .hasValueSatisfying(pending -> assertThat(pending.person()).isEmpty());
        Person admin = accept(invitation, "Ann@Example.com");
        assertThat(admin.name()).isEqualTo("ann@example.com");
        assertThat(admin.role()).isEqualTo(Role.ADMIN);
        assertThat(installation.logIn("ann@example.com").session().principal().role())
                .isEqualTo(Role.ADMIN);
        assertThat(installation.auditKinds("person:ann@example.com"))
                .containsExactly("invitation-accepted", "logged-in");
        requireInvalid(invitation, "eve");
        assertThat(installation.invitations.ofFirstAdmin()).isEmpty();
    }

    @Test
    void newerFirstLinkReplacesTheEarlierOne() {
        Invitation earlier = installation.invitations.ofFirstAdmin().orElseThrow();
        installation = installation.restarted(folder);
        Invitation newer = installation.invitations.ofFirstAdmin().orElseThrow();

        requireInvalid(earlier, "eve");
        assertThat(accept(newer, "ann").role()).isEqualTo(Role.ADMIN);
    }

    @Test
    void firstLinkEndsWhenSomebodyWasAddedOtherwise() {
        Invitation first = installation.invitations.ofFirstAdmin().orElseThrow();
        installation.people.add("ann", Optional.empty(), Role.ADMIN, false, Installation.AUTHOR);

        requireInvalid(first, "eve");
    }

    @Test
    void linkOfAPersonSetsTheirPasswordWhateverNameIsGiven() {
        Invitation invitation =
                installation.people.add("bob", Optional.of("Bob"), Role.USER, true, Installation.AUTHOR);

        assertThat(accept(invitation, "eve").name()).isEqualTo("bob");
        assertThat(installation.people.find("eve")).isEmpty();
        assertThat(installation.logIn("bob").session().principal().mayHandlePersonalData())
                .isFalse();
    }

    @Test
    void linkExpiresAfterADay() {
        Invitation invitation = installation.people.add("bob", Optional.empty(), Role.USER, false, Installation.AUTHOR);
        installation.clock.advance(Duration.ofHours(24).minusMillis(1));
        assertThat(installation.invitations.find(Installation.secretOf(invitation)))
                .isPresent();
        installation.clock.advance(Duration.ofMillis(1));

        requireInvalid(invitation, "bob");
    }

    @Test
    void clockThatIsSetBackLeavesALinkValid() {
        Invitation invitation = installation.people.add("bob", Optional.empty(), Role.USER, false, Installation.AUTHOR);
        installation.clock.advance(Duration.ofHours(-3));

        assertThat(accept(invitation, "bob").name()).isEqualTo("bob");
    }

    @Test
    void linkOfADisabledPersonDoesNotWorkNorAfterTheyAreEnabledAgain() {
        Invitation invitation = installation.people.add("bob", Optional.empty(), Role.USER, false, Installation.AUTHOR);
        installation.people.disable("bob", Installation.AUTHOR);
        requireInvalid(invitation, "bob");
        installation.people.enable("bob", Installation.AUTHOR);

        requireInvalid(invitation, "bob");
    }

    @Test
    void refusedPasswordOrNameDoesNotUseTheLinkUp() {
        Invitation invitation = installation.invitations.ofFirstAdmin().orElseThrow();
        String secret = Installation.secretOf(invitation);

        assertThatThrownBy(() -> installation.invitations.accept(
                        secret, Optional.of("ann"), "short".toCharArray(), Installation.ADDRESS))
                .isInstanceOf(PeopleRefused.class);
        assertThatThrownBy(() -> accept(invitation, "<script>")).isInstanceOf(PeopleRefused.class);
        assertThatThrownBy(() -> installation.invitations.accept(
                        secret, Optional.empty(), Installation.PASSWORD.toCharArray(), Installation.ADDRESS))
                .hasMessageContaining("name of the first admin");
        assertThat(accept(invitation, "ann").name()).isEqualTo("ann");
    }

    @Test
    void linkThatIsUsedByManyAtTheSameTimeMakesOneAdmin() throws Exception {
        Invitation invitation = installation.invitations.ofFirstAdmin().orElseThrow();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Person>> users = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String name = "person" + i;
                users.add(() -> accept(invitation, name));
            }
            int admitted = 0;
            for (Future<Person> user : threads.invokeAll(users)) {
                try {
                    user.get();
                    admitted++;
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(PeopleRefused.class);
                }
            }
            assertThat(admitted).isEqualTo(1);
            assertThat(installation.people.all()).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void strangeSecretIsNoLink() {
        installation.invitations.ofFirstAdmin();
        for (String secret : List.of("", "x", "%", "' OR 1=1 --", "\u0000", "x".repeat(100_000))) {
            assertThat(installation.invitations.find(secret)).isEmpty();
        }
    }

    @Test
    void acceptedLinkFreesALockedName() {
        installation.withPassword("ann", Role.ADMIN);
        for (int i = 0; i < 5; i++) {
            installation.tryLogIn("ann", "four wrong words here");
        }
        accept(installation.people.reset("ann", Installation.AUTHOR), "ann");

        assertThat(installation.tryLogIn("ann", Installation.PASSWORD)).isInstanceOf(LogIn.Succeeded.class);
    }
}
