package io.audienceroutes.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.segment.RowChunk;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory does not grow with a file: what is read ahead of the rows handed out has a bound. */
class SegmentPartTest {
    private static final int ROWS = 1_000_000;
    private static final int CHUNK_ROWS = 1_000;

    /** The sniffer's head, the decoder's bytes, and the scanner's and the parser's characters. */
    private static final long MOST_AHEAD = 65_536 * 2 + 16_384 * 2 + 8_192;

    @ParameterizedTest
    @ValueSource(
            strings = {"%07d,customer%07d@example.com\n", "{\"email\":\"customer%07d@example.com\",\"n\":\"%07d\"}\n"})
    void readsAheadByABoundedNumberOfBytesHoweverLongTheFile(String row) {
        Rows source = new Rows(row);
        long consumed = 0;
        long rows = 0;
        long mostAhead = 0;

        try (SegmentPart part = open(source, row.startsWith("{"))) {
            RowChunks chunks = part.rows(CHUNK_ROWS);
            while (chunks.hasNext()) {
                RowChunk chunk = chunks.next();
                rows += chunk.rows().size();
                consumed += (long) chunk.rows().size() * source.rowBytes();
                mostAhead = Math.max(mostAhead, source.handedOut() - consumed);
            }
            assertThat(part.lines().isEmpty()).isTrue();
        }

        assertThat(rows).isEqualTo(ROWS);
        assertThat(source.handedOut()).isEqualTo((long) ROWS * source.rowBytes());
        assertThat(mostAhead).isLessThan(MOST_AHEAD);
    }

    private static SegmentPart open(Rows source, boolean objects) {
        FileFormat unnamed =
                new FileFormat(Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.empty());
        SegmentPart.Opener opener = () -> {
            source.rewind();
            return source;
        };
        FileFormat settings = objects ? FileFormat.detected() : unnamed;
        return SegmentPart.open("list", true, opener, new FormatSniffer(settings), ReadLimits.defaults());
    }

    /** Rows that are made as they are read. */
    private static final class Rows extends InputStream {
        private final String row;
        private byte[] current = {};
        private int position;
        private int made;
        private long handedOut;

        Rows(String row) {
            this.row = row;
        }

        int rowBytes() {
            return row.formatted(1, 1).length();
        }

        long handedOut() {
            return handedOut;
        }

        void rewind() {
            current = new byte[0];
            position = 0;
            made = 0;
            handedOut = 0;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (position == current.length && made == ROWS) {
                return -1;
            }
            int filled = 0;
            while (filled < length && (position < current.length || made < ROWS)) {
                if (position == current.length) {
                    current = bytes(made++);
                    position = 0;
                }
                int count = Math.min(length - filled, current.length - position);
                System.arraycopy(current, position, target, offset + filled, count);
                position += count;
                filled += count;
            }
            handedOut += filled;
            return filled;
        }

        /** Digits written into a copy: formatting a million rows would take longer than reading them. */
        private byte[] bytes(int number) {
            byte[] bytes = row.replace("%07d", "0000000").getBytes(StandardCharsets.US_ASCII);
            for (int from = indexOfZeros(bytes, 0); from >= 0; from = indexOfZeros(bytes, from + 7)) {
                int rest = number;
                for (int i = from + 6; i >= from; i--) {
                    bytes[i] = (byte) ('0' + rest % 10);
                    rest /= 10;
                }
            }
            return bytes;
        }

        private static int indexOfZeros(byte[] bytes, int start) {
            for (int i = start; i + 7 <= bytes.length; i++) {
                if (Arrays.equals(bytes, i, i + 7, "0000000".getBytes(StandardCharsets.US_ASCII), 0, 7)) {
                    return i;
                }
            }
            return -1;
        }
    }
}
