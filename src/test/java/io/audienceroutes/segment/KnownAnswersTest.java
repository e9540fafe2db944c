package io.audienceroutes.segment;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class KnownAnswersTest {

    @Test
    void thisBuildHashesAsTikTokDoes() {
        assertThatCode(KnownAnswers::require).doesNotThrowAnyException();
    }
}
