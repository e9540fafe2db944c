package io.audienceroutes.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tokens of programs: made once, for a while, with a role. */
final class ApiTokensTest {
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

    private NewApiToken create(String name, int days) {
        return installation.tokens.create(name, Role.USER, true, days, Installation.AUTHOR);
    }

    @Test
    void tokenIsRecognisedAndItsSecretIsNotKept() {
        NewApiToken made = create("Nightly", 90);
        installation = installation.restarted(folder);

        assertThat(made.secret()).matches("tar_[A-Za-z0-9_-]{43}");
        assertThat(made.toString()).doesNotContain(made.secret());
        assertThat(installation.everythingStored())
                .doesNotContain(made.secret(), made.secret().substring(4));
        assertThat(installation.tokens.authenticate(made.secret())).hasValueSatisfying(principal -> {
            assertThat(principal).isEqualTo(new Principal("nightly", Role.USER, true, Principal.Kind.TOKEN));
            assertThat(principal.actor()).isEqualTo("token:nightly");
            assertThat(principal.mayHandlePersonalData()).isFalse();
        });
        assertThat(installation.audit("token:nightly")).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("token-added");
            assertThat(event.details()).containsEntry("role", "user").containsEntry("expires", "2026-05-30T12:00:00Z");
        });
    }

    @Test
    void otherTextsAuthenticateNobody() {
        String secret = create("nightly", 90).secret();
        for (String other : List.of(
                "",
                "tar_",
                "tar_x",
                secret + "x",
                secret.substring(4),
                secret.toUpperCase(Locale.ROOT),
                "tar_' OR 1=1 --",
                "tar_" + "x".repeat(1_000_000),
                "tar_\u0000")) {
            assertThat(installation.tokens.authenticate(other)).isEmpty();
        }
    }

    @Test
    void tokenExpires() {
        NewApiToken made = create("nightly", 1);
        installation.clock.advance(Duration.ofDays(1).minusMillis(1));
        assertThat(installation.tokens.authenticate(made.secret())).isPresent();
        installation.clock.advance(Duration.ofMillis(1));

        assertThat(installation.tokens.authenticate(made.secret())).isEmpty();
        assertThat(installation.tokens.all()).hasSize(1);
        NewApiToken next = create("nightly", 366);
        assertThat(installation.tokens.authenticate(next.secret())).isPresent();
        assertThat(installation.tokens.authenticate(made.secret())).isEmpty();
        assertThat(installation.tokens.all()).hasSize(1);
    }

    @Test
    void daysAreBounded() {
        for (int days : new int[] {0, -1, 367, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> create("nightly", days)).hasMessageContaining("1 to 366 days; found " + days);
        }
        assertThat(installation.tokens.all()).isEmpty();
    }

    @Test
    void nameIsFreeAgainAfterItsTokenWasRevoked() {
        NewApiToken first = create("nightly", 90);
        assertThatThrownBy(() -> create("NIGHTLY", 90)).hasMessageContaining("tokens revoke nightly");
        installation.tokens.revoke(" Nightly", Installation.AUTHOR);
        NewApiToken second = create("nightly", 90);

        assertThat(installation.tokens.authenticate(first.secret())).isEmpty();
        assertThat(installation.tokens.authenticate(second.secret())).isPresent();
        assertThat(installation.auditKinds("token:nightly"))
                .containsExactly("token-added", "token-revoked", "token-added");
    }

    @Test
    void unknownTokenCannotBeRevoked() {
        for (String name : List.of("nobody", "", "\u001b[31m")) {
            assertThatThrownBy(() -> installation.tokens.revoke(name, Installation.AUTHOR))
                    .hasMessageContaining("tokens list");
        }
    }

    @Test
    void hostileNameIsRefused() {
        for (String name : List.of("", "a b", "<script>", "\u202e", "=cmd()", "x".repeat(65))) {
            assertThatThrownBy(() -> create(name, 90))
                    .isInstanceOfSatisfying(
                            PeopleRefused.class,
                            refused -> assertThat(refused.kind()).isEqualTo(PeopleRefused.Kind.INVALID));
        }
    }

    @Test
    void lastUseIsKeptToTheMinute() {
        NewApiToken made = create("nightly", 90);
        assertThat(installation.tokens.all().get(0).lastUsedAt()).isEmpty();
        installation.tokens.authenticate(made.secret());
        var first = installation.clock.instant();
        installation.clock.advance(Duration.ofSeconds(59));
        installation.tokens.authenticate(made.secret());
        assertThat(installation.tokens.all().get(0).lastUsedAt()).contains(first);
        installation.clock.advance(Duration.ofSeconds(1));
        installation.tokens.authenticate(made.secret());

        assertThat(installation.tokens.all().get(0).lastUsedAt()).contains(first.plusSeconds(60));
    }
}
