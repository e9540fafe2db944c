package io.audienceroutes.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.audienceroutes.segment.RowChunk;
import io.audienceroutes.segment.SegmentFileRefused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows in chunks, read only when asked for. */
class RowChunksTest {

    @Test
    void chunksHoldTheRowsInOrderAndTheLastWhatIsLeft() {
        RowChunks chunks = Parts.of("e,n\na,1\nb,2\n\nc,3\n").rows(2);

        RowChunk first = chunks.next();
        RowChunk second = chunks.next();

        assertThat(chunks.header()).containsExactly("e", "n");
        assertThat(first.sequence()).isZero();
        assertThat(first.lines()).containsExactly(2, 3);
        assertThat(first.rows()).containsExactly(List.of("a", "1"), List.of("b", "2"));
        assertThat(second.sequence()).isEqualTo(1);
        assertThat(second.lines()).containsExactly(5);
        assertThat(second.rows()).containsExactly(List.of("c", "3"));
        assertThat(chunks.hasNext()).isFalse();
        assertThatThrownBy(chunks::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void withoutAHeaderLineTheFirstRecordIsARowAndColumnsAreNamedByPosition() {
        FileFormat settings =
                new FileFormat(Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.empty());

        RowChunks chunks = Parts.of("a,1\nb,2\n".getBytes(StandardCharsets.UTF_8), settings)
                .rows(5);

        assertThat(chunks.header()).containsExactly("1", "2");
        assertThat(chunks.next().rows()).containsExactly(List.of("a", "1"), List.of("b", "2"));
    }

    @Test
    void aFileWithoutAnyRecordIsRefusedAsEmpty() {
        assertThatThrownBy(() -> Parts.of("\ufeff\r\n  \r\n").rows(2).header())
                .isInstanceOf(SegmentFileRefused.class)
                .hasMessage("The segment file is empty: expected a header line and one line per customer. Check"
                        + " the export that wrote it, and deliver it again.")
                .extracting(e -> ((SegmentFileRefused) e).code())
                .isEqualTo("segment-file-empty");
    }

    @Test
    void aHeaderAloneGivesNoChunk() {
        assertThat(Parts.of("e\n\n \n").rows(2).hasNext()).isFalse();
    }

    @Test
    void noRecordIsReadBeforeItIsAskedFor() {
        List<String> read = new ArrayList<>();
        RecordLines lines = new RecordLines();
        Iterator<List<String>> records = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public List<String> next() {
                read.add("");
                lines.add(read.size(), false);
                return List.of("x");
            }
        };

        RowChunks chunks = new RowChunks(records, lines, 10, true);
        assertThat(read).isEmpty();
        chunks.header();
        assertThat(read).hasSize(1);
        chunks.next();
        assertThat(read).hasSize(11);
    }

    @Test
    void aParserThatLeavesRecordsOutIsFound() {
        RecordLines lines = new RecordLines();
        lines.add(1, false);
        lines.add(2, false);

        RowChunks chunks = new RowChunks(List.of(List.of("e")).iterator(), lines, 10, true);

        assertThatThrownBy(chunks::hasNext)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("out of sync");
    }

    @Test
    void aChunkHoldsAtLeastOneRow() {
        assertThatThrownBy(() -> Parts.of("e\n").rows(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRecordMayHaveAtLeastOneCharacter() {
        assertThatThrownBy(() -> new ReadLimits(0)).hasMessageContaining("maxRecordChars is 0");
    }
}
