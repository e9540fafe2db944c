package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The objects of a JSON Lines text as records: first the keys, then for each object its values in the order of the
 * keys. The keys are collected first, because objects may have different keys.
 */
final class JsonRecords implements Iterator<List<String>> {
    private static final int MOST_KEYS = 10_000;

    /** Represents an object in place of a value: in an identifier column, it is rejected with its line. */
    private static final String OBJECT = "{}";

    private final JsonLines objects;
    private final RecordLines lines;
    private final Map<String, Integer> positions;
    private String[] ahead;
    private boolean ready;
    private boolean ended;

    /**
     * @param keys from {@link #keysOf}
     * @param lines receives the line of each record
     */
    JsonRecords(JsonLines objects, Map<String, Integer> keys, RecordLines lines) {
        this.objects = objects;
        this.lines = lines;
        this.positions = keys;
        this.ahead = new String[keys.size()];
        keys.forEach((key, position) -> ahead[position] = key);
        this.ready = !keys.isEmpty();
        if (ready) {
            lines.add(1, false);
        }
    }

    /** All keys of a text with their positions, in order of first occurrence. */
    static Map<String, Integer> keysOf(JsonLines objects) throws IOException {
        Map<String, Integer> keys = new HashMap<>();
        while (objects.next((key, value) -> {
            keys.putIfAbsent(key, keys.size());
        })) {
            if (keys.size() > MOST_KEYS) {
                throw new SegmentFileRefused(
                        Reason.BROKEN_JSON,
                        objects.line(),
                        "The objects of the segment file have more than " + MOST_KEYS
                                + " different keys: expected the same few keys in each, with the customer's data"
                                + " in the values. Correct the program that writes the file, and deliver it again.");
            }
        }
        return keys;
    }

    @Override
    public boolean hasNext() {
        if (!ready && !ended) {
            String[] cells = new String[positions.size()];
            Arrays.fill(cells, "");
            ready = read(cells);
            ended = !ready;
            ahead = cells;
        }
        return ready;
    }

    @Override
    public List<String> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The segment file has no further objects.");
        }
        ready = false;
        return Arrays.asList(ahead);
    }

    private boolean read(String[] cells) {
        try {
            boolean found = objects.next(new Cells(cells));
            if (found) {
                lines.add(objects.line(), false);
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("The segment file cannot be read: " + e, e);
        }
    }

    /** Stores values at the positions of their keys. */
    private final class Cells implements JsonLines.Fields {
        private final String[] cells;

        Cells(String[] cells) {
            this.cells = cells;
        }

        @Override
        public void take(String key, String value) {
            Integer position = positions.get(key);
            if (position != null) {
                cells[position] = value;
            }
        }

        @Override
        public void nested(String key) {
            take(key, OBJECT);
        }
    }
}
