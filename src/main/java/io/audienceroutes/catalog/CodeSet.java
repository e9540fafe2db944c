package io.audienceroutes.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The codes of an entry: numbers and ranges, or any. */
record CodeSet(List<Range> ranges) {
    static final String ANY = "any";

    private static final Range EVERYTHING = new Range(Integer.MIN_VALUE, Integer.MAX_VALUE);

    CodeSet {
        ranges = List.copyOf(ranges);
    }

    /** Both ends are inclusive. */
    record Range(int first, int last) {
        Range {
            if (first > last) {
                throw new IllegalArgumentException("the range " + first + "-" + last + " ends before it starts");
            }
        }

        boolean contains(Range other) {
            return first <= other.first && other.last <= last;
        }

        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    /** Reads a value that the schema has accepted. */
    static CodeSet of(JsonNode code) {
        if (!code.isArray()) {
            return new CodeSet(List.of(range(code)));
        }
        List<Range> ranges = new ArrayList<>();
        code.forEach(each -> ranges.add(range(each)));
        return new CodeSet(ranges);
    }

    private static Range range(JsonNode code) {
        if (code.isInt()) {
            return new Range(code.intValue(), code.intValue());
        }
        String text = code.asText();
        if (text.equals(ANY)) {
            return EVERYTHING;
        }
        int dash = text.indexOf('-');
        return new Range(Integer.parseInt(text.substring(0, dash)), Integer.parseInt(text.substring(dash + 1)));
    }

    boolean contains(int code) {
        Range wanted = new Range(code, code);
        return ranges.stream().anyMatch(range -> range.contains(wanted));
    }

    /** Whether every code of the other set is in this one (in one range of it each). */
    boolean containsAll(CodeSet other) {
        return other.ranges.stream().allMatch(wanted -> ranges.stream().anyMatch(range -> range.contains(wanted)));
    }

    boolean isAny() {
        return ranges.contains(EVERYTHING);
    }

    @Override
    public String toString() {
        return isAny() ? ANY : ranges.stream().map(Range::toString).collect(Collectors.joining(", "));
    }
}
