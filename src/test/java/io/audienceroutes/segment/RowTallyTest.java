package io.audienceroutes.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tallies add up in any order, and say when a file is of no use. */
class RowTallyTest {
    private static final RowTally FIRST = new RowTally(
            5,
            4,
            1,
            6,
            2,
            Map.of("email", new HashCheckUp(4, 0, 0, 0, 1, 0, Map.of())),
            3,
            1,
            Map.of(RejectReason.MD5_NOT_ACCEPTED, 1L, RejectReason.EMAIL_MALFORMED, 1L));
    private static final RowTally SECOND = new RowTally(
            2,
            2,
            0,
            3,
            1,
            Map.of(
                    "email",
                    new HashCheckUp(0, 2, 1, 0, 0, 0, Map.of(KnownDigest.CAPITALS, 1L)),
                    "phone",
                    HashCheckUp.zero()),
            0,
            0,
            Map.of(RejectReason.EMAIL_MALFORMED, 1L));

    @Test
    void talliesAddUpInAnyOrder() {
        RowTally sum = new RowTally(
                7,
                6,
                1,
                9,
                3,
                Map.of(
                        "email",
                        new HashCheckUp(4, 2, 1, 0, 1, 0, Map.of(KnownDigest.CAPITALS, 1L)),
                        "phone",
                        HashCheckUp.zero()),
                3,
                1,
                Map.of(RejectReason.MD5_NOT_ACCEPTED, 1L, RejectReason.EMAIL_MALFORMED, 2L));

        assertThat(FIRST.plus(SECOND)).isEqualTo(sum);
        assertThat(SECOND.plus(FIRST)).isEqualTo(sum);
        assertThat(RowTally.zero().plus(FIRST)).isEqualTo(FIRST);
    }

    @Test
    void aFileWithoutRowsIsRefused() {
        assertThatThrownBy(() -> RowTally.zero().requireUsable())
                .isInstanceOf(SegmentFileRefused.class)
                .hasMessage("The segment file has a header line and no rows: expected one line for each customer."
                        + " Check the export that wrote it, and deliver it again.")
                .extracting(e -> ((SegmentFileRefused) e).code())
                .isEqualTo("segment-file-no-rows");
    }

    @Test
    void rawAndHashedValuesInOneColumnAreRefusedWithTheirCounts() {
        assertThatThrownBy(() -> FIRST.plus(SECOND).requireUsable())
                .isInstanceOf(SegmentFileRefused.class)
                .hasMessage(
                        "The column \"email\" of the segment file holds 4 raw and 2 hashed values, but must contain only"
                                + " one kind, because values that were hashed elsewhere may follow another rule. Export the column either raw"
                                + " or hashed, and deliver the file again.")
                .extracting(e -> ((SegmentFileRefused) e).code())
                .isEqualTo("segment-file-mixed-hashes");
    }

    @Test
    void oneKindOfValuesAColumnIsUsable() {
        assertThatCode(FIRST::requireUsable).doesNotThrowAnyException();
        assertThatCode(SECOND::requireUsable).doesNotThrowAnyException();
    }

    @Test
    void aTallyThatDoesNotAddUpCannotBe() {
        assertThatThrownBy(() -> new RowTally(3, 1, 1, 0, 0, Map.of(), 0, 0, Map.of()))
                .hasMessage("The tally does not add up: 3 rows read, 1 accepted and 1 rejected.");
    }
}
