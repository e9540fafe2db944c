package io.audienceroutes.simulator;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Members as text, sorted, one a line, made as it is read: a listing of millions needs the memory of a few thousand.
 *
 * <p>Members that change while this is read may or may not be seen.
 */
final class MemberLines extends InputStream {
    private final List<MemberSet> sets;
    private int table;
    private byte[] lines = {};
    private int position;

    MemberLines(List<MemberSet> sets) {
        this.sets = List.copyOf(sets);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        int written = 0;
        while (written < length && hasMore()) {
            int count = Math.min(length - written, lines.length - position);
            System.arraycopy(lines, position, target, offset + written, count);
            position += count;
            written += count;
        }
        return written == 0 ? -1 : written;
    }

    private boolean hasMore() {
        while (position == lines.length && table < MemberSet.TABLES) {
            List<String> texts = new ArrayList<>();
            for (MemberSet set : sets) {
                set.copyTable(table, texts);
            }
            StringBuilder joined = new StringBuilder();
            texts.stream()
                    .sorted()
                    .distinct()
                    .forEach(text -> joined.append(text).append('\n'));
            lines = joined.toString().getBytes(StandardCharsets.US_ASCII);
            position = 0;
            table++;
        }
        return position < lines.length;
    }
}
