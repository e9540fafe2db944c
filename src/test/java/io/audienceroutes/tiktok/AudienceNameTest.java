package io.audienceroutes.tiktok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AudienceNameTest {

    @Test
    void nameOfSeventyCharactersIsKept() {
        assertThat(new AudienceName("a".repeat(70)).value()).hasSize(70);
    }

    @Test
    void longerNameIsRefusedWithTheFormThatTikTokWouldMakeOfIt() {
        assertThatThrownBy(() -> new AudienceName("a".repeat(71)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An audience name must have 1 to 70 characters; \"" + "a".repeat(71)
                        + "\" has 71. Shorten it; for"
                        + " an audience that exists under the longer name, write it as TikTok lists it: \""
                        + "a".repeat(67) + "...\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " a", "a ", "a\nb", "a\u0000b", "\ud800"})
    void nameThatTikTokWouldChangeIsRefused(String name) {
        assertThatThrownBy(() -> new AudienceName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyTheSameCharactersMatch() {
        AudienceName name = new AudienceName("Spring Buyers");

        assertThat(name.matches("Spring Buyers")).isTrue();
        assertThat(name.matches("spring buyers")).isFalse();
        assertThat(name.matches("Spring Buyers ")).isFalse();
        assertThat(name.matches("Spring Buyers 2")).isFalse();
        assertThat(name.matches("")).isFalse();
    }

    @Test
    void longerNameOfAnotherMakerMatchesInItsCutForm() {
        AudienceName cut = new AudienceName("a".repeat(67) + "...");

        assertThat(cut.matches("a".repeat(67) + "...")).isTrue();
        assertThat(cut.matches("a".repeat(100))).isTrue();
        assertThat(cut.matches("a".repeat(70))).isFalse();
        assertThat(new AudienceName("a".repeat(70)).matches("a".repeat(71))).isFalse();
    }
}
