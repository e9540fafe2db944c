package io.audienceroutes.workflow.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.workflow.ledger.Halving.Range;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HalvingTest {
    @Test
    void partsAreHalvesOfHalves() {
        assertThat(Halving.range(1, 10)).isEqualTo(new Range(0, 10));
        assertThat(Halving.range(2, 10)).isEqualTo(new Range(0, 5));
        assertThat(Halving.range(3, 10)).isEqualTo(new Range(5, 5));
        assertThat(Halving.range(6, 10)).isEqualTo(new Range(5, 3));
        assertThat(Halving.range(7, 10)).isEqualTo(new Range(8, 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100, 9_999, 10_000})
    void everyMemberIsAloneInOnePart(int members) {
        BitSet alone = new BitSet();
        count(Halving.WHOLE, members, alone);

        assertThat(alone.cardinality()).isEqualTo(members);
        assertThat(alone.length()).isEqualTo(members);
    }

    private static void count(int part, int members, BitSet alone) {
        Range range = Halving.range(part, members);
        if (range.members() == 1) {
            assertThat(alone.get(range.offset())).isFalse();
            alone.set(range.offset());
            return;
        }
        count(Halving.first(part), members, alone);
        count(Halving.second(part), members, alone);
    }

    @Test
    void partsAreNumberedFromOne() {
        assertThatThrownBy(() -> Halving.range(0, 10)).hasMessage("Parts are numbered from 1, not 0");
    }
}
