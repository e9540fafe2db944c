package io.audienceroutes.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Too many rejected rows are more than the share and more than the number. */
class RejectLimitTest {
    @ParameterizedTest
    @CsvSource({
        "20, 100, 100, 101, false",
        "20, 100, 101, 101, true",
        "20, 100, 200, 1000, false",
        "20, 100, 201, 1000, true",
        "0, 5, 5, 1000000, false",
        "0, 5, 6, 1000000, true",
        "30, 0, 3, 10, false",
        "30, 0, 4, 10, true",
        "30, 0, 2, 9, false",
        "30, 0, 3, 9, true",
        "100, 0, 7, 7, false",
        "99, 0, 9223372036854775807, 9223372036854775807, true",
    })
    void aFileIsRefusedAboveBoth(int percent, long rows, long rejected, long read, boolean exceeded) {
        assertThat(new RejectLimit(percent, rows).isExceededBy(rejected, read)).isEqualTo(exceeded);
    }

    @Test
    void aLimitIsReadAsItWasWritten() {
        RejectLimit limit = new RejectLimit(35, 1_000_000);

        assertThat(RejectLimit.parse(limit.code())).isEqualTo(limit);
        assertThatThrownBy(() -> RejectLimit.parse("percent=x")).hasMessageContaining("percent=20 rows=100");
        assertThatThrownBy(() -> new RejectLimit(101, 0)).hasMessageContaining("0 to 100 percent");
    }

    @Test
    void whatIsLeftOutIsNotAllowed() {
        assertThat(new RejectLimitKeys(null, 7L).toRejectLimit()).isEqualTo(new RejectLimit(0, 7));
        assertThat(new RejectLimitKeys(7, null).toRejectLimit()).isEqualTo(new RejectLimit(7, 0));
        assertThat(new RejectLimitKeys(null, null).toRejectLimit()).isEqualTo(RejectLimit.standard());
        assertThat(RejectLimitKeys.of(RejectLimit.standard()).toRejectLimit()).isEqualTo(RejectLimit.standard());
    }
}
