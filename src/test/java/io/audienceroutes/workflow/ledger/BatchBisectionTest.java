package io.audienceroutes.workflow.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.workflow.ledger.BatchBisection.Range;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchBisectionTest {
    @Test
    void partsAreHalvesOfHalves() {
        assertThat(BatchBisection.range(1, 10)).isEqualTo(new Range(0, 10));
        assertThat(BatchBisection.range(2, 10)).isEqualTo(new Range(0, 5));
        assertThat(BatchBisection.range(3, 10)).isEqualTo(new Range(5, 5));
        assertThat(BatchBisection.range(6, 10)).isEqualTo(new Range(5, 3));
        assertThat(BatchBisection.range(7, 10)).isEqualTo(new Range(8, 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100, 9_999, 10_000})
    void everyMemberIsAloneInOnePart(int members) {
        BitSet alone = new BitSet();
        count(BatchBisection.WHOLE, members, alone);

        assertThat(alone.cardinality()).isEqualTo(members);
        assertThat(alone.length()).isEqualTo(members);
    }

    private static void count(int part, int members, BitSet alone) {
        Range range = BatchBisection.range(part, members);
        if (range.members() == 1) {
            assertThat(alone.get(range.offset())).isFalse();
            alone.set(range.offset());
            return;
        }
        count(BatchBisection.first(part), members, alone);
        count(BatchBisection.second(part), members, alone);
    }

    @Test
    void partsAreNumberedFromOne() {
        assertThatThrownBy(() -> BatchBisection.range(0, 10)).hasMessage("Parts are numbered from 1, not 0");
    }
}
