package io.audienceroutes.segment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RejectReasonTest {

    @ParameterizedTest
    @EnumSource
    void everyReasonHasACodeAndOneSentenceOfRemedy(RejectReason reason) {
        assertThat(reason.code()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(reason.remedy()).matches("\\p{Lu}.+\\.").doesNotContain("\n");
    }
}
