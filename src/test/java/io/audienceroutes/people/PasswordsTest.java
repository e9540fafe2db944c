package io.audienceroutes.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which passwords are accepted, and how they are kept. */
final class PasswordsTest {
    private final Passwords passwords = new Passwords(new SecureRandom());

    @Test
    void hashNamesItsParametersAndFitsItsPasswordOnly() {
        String hash = passwords.hash("four unrelated words".toCharArray());

        assertThat(hash).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
        assertThat(passwords.matches("four unrelated words".toCharArray(), Optional.of(hash)))
                .isTrue();
        assertThat(passwords.matches("four unrelated word".toCharArray(), Optional.of(hash)))
                .isFalse();
        assertThat(passwords.hash("four unrelated words".toCharArray())).isNotEqualTo(hash);
        assertThat(Passwords.outdated(hash)).isFalse();
    }

    /** The test vector of the reference implementation (github.com/P-H-C/phc-winner-argon2, test.c): m=256, t=2, p=1. */
    @Test
    void hashOfOtherParametersFitsAndIsOutdated() {
        String reference = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

        assertThat(passwords.matches("password".toCharArray(), Optional.of(reference)))
                .isTrue();
        assertThat(passwords.matches("passwore".toCharArray(), Optional.of(reference)))
                .isFalse();
        assertThat(Passwords.outdated(reference)).isTrue();
    }

    @Test
    void nothingFitsWhereNoHashIsKept() {
        assertThat(passwords.matches("four unrelated words".toCharArray(), Optional.empty()))
                .isFalse();
    }

    @Test
    void oneTextInTwoEncodingsOfItsAccentsIsOnePassword() {
        String hash = passwords.hash("caf\u00e9 with crois\u00e7ant".toCharArray());

        assertThat(passwords.matches("cafe\u0301 with croisc\u0327ant".toCharArray(), Optional.of(hash)))
                .isTrue();
    }

    @Test
    void textOfAnyLengthCanBeTried() {
        String hash = passwords.hash("four unrelated words".toCharArray());
        char[] endless = new char[5_000_000];
        Arrays.fill(endless, 'x');

        assertThat(passwords.matches(endless, Optional.of(hash))).isFalse();
        assertThat(passwords.matches(new char[0], Optional.of(hash))).isFalse();
        assertThat(passwords.matches(new char[] {'\ud800'}, Optional.of(hash))).isFalse();
    }

    @Test
    void longestPasswordCountsToItsLastCharacter() {
        String longest = "\ud83d\ude80".repeat(100) + "a unique ending of 28 signs!";
        passwords.requireAcceptable(longest.toCharArray(), "ann");
        String hash = passwords.hash(longest.toCharArray());

        assertThat(passwords.matches(longest.toCharArray(), Optional.of(hash))).isTrue();
        assertThat(passwords.matches(
                        (longest.substring(0, longest.length() - 1) + "?").toCharArray(), Optional.of(hash)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "elevensigns",
                "password1234",
                "PassWord!!!!",
                "1234567890123",
                "aaaaaaaaaaaa",
                "abababababab",
                "passwordpassword",
                "qwertyuiop123",
                "1qaz2wsx3edc",
                "2026-11-28 16",
                "ann.the.long.name@example.com",
                "ANN.The.Long.Name@example.com",
                "with\na line break",
                "with a nul \u0000 in it",
                "with half \ud83d a rocket"
            })
    void poorPasswordIsRefused(String password) {
        assertThatThrownBy(() -> passwords.requireAcceptable(password.toCharArray(), "ann.the.long.name@example.com"))
                .isInstanceOfSatisfying(
                        PeopleRefused.class,
                        refused -> assertThat(refused.kind()).isEqualTo(PeopleRefused.Kind.PASSWORD_NOT_ACCEPTED))
                .message()
                .doesNotContain(password);
    }

    @Test
    void lengthIsBoundedAndTold() {
        assertThatThrownBy(() -> passwords.requireAcceptable("x".repeat(129).toCharArray(), "ann"))
                .hasMessage("The password has 129 characters. It needs 12 to 128.");
        assertThatThrownBy(() -> passwords.requireAcceptable("abc".toCharArray(), "ann"))
                .hasMessage("The password has 3 characters. It needs 12 to 128.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "four unrelated words",
                "correct horse battery staple",
                "k7#Vq2!mZp9w",
                "\u043f\u0430\u0440\u043e\u043b\u044c \u0438\u0437 \u0441\u043b\u043e\u0432",
                "mein-langes-Kennwort",
                "0f8a3c91d27be456"
            })
    void goodPasswordIsAccepted(String password) {
        passwords.requireAcceptable(password.toCharArray(), "ann");
    }

    @Test
    void listOfCommonPasswordsIsWhole() {
        assertThat(new CommonPasswords().size()).isGreaterThan(49_000);
    }

    @Test
    void parametersAreThoseThatTheHashNames() {
        byte[] salt = "sixteen bytes ok".getBytes(StandardCharsets.US_ASCII);
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withSalt(salt)
                .withMemoryAsKB(19456)
                .withIterations(2)
                .withParallelism(1)
                .build());
        byte[] expected = new byte[32];
        generator.generateBytes("a password".getBytes(StandardCharsets.US_ASCII), expected);

        assertThat(PasswordHash.of("a password".getBytes(StandardCharsets.US_ASCII), salt)
                        .phc())
                .endsWith(Base64.getEncoder().withoutPadding().encodeToString(expected));
    }
}
