package io.audienceroutes.format;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says slowly, by patterns over the whole text, where records start; shares nothing with the scanner under test. */
final class RecordOracle {
    private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"]|\"\")*+\"");
    private static final Pattern BLANKS = Pattern.compile("[\\p{javaWhitespace}&&[^\\r\\n]]*+");
    private static final Pattern PLAIN = Pattern.compile("[^,\\r\\n]*+");

    private final String text;
    private final NavigableMap<Integer, Long> lineStarts = new TreeMap<>();
    private final List<Long> starts = new ArrayList<>();
    private OptionalLong brokenQuote = OptionalLong.empty();

    RecordOracle(String text) {
        this.text = text;
        lineStarts.put(0, 1L);
        Matcher lineEnds = LINE_END.matcher(text);
        for (long line = 2; lineEnds.find(); line++) {
            lineStarts.put(lineEnds.end(), line);
        }
        int position = afterLineEnds(0);
        while (position < text.length() && brokenQuote.isEmpty()) {
            starts.add(lineOf(position));
            position = afterLineEnds(afterRecord(position));
        }
    }

    List<Long> starts() {
        return List.copyOf(starts);
    }

    OptionalLong lineOfBrokenQuote() {
        return brokenQuote;
    }

    private int afterRecord(int start) {
        int position = afterField(start);
        while (brokenQuote.isEmpty() && position < text.length() && text.charAt(position) == ',') {
            position = afterField(position + 1);
        }
        return position;
    }

    private int afterField(int start) {
        int quote = after(BLANKS, start);
        if (quote == text.length() || text.charAt(quote) != '"') {
            return after(PLAIN, start);
        }
        int end = after(QUOTED, quote);
        if (end == quote) {
            brokenQuote = OptionalLong.of(lineOf(quote));
            return text.length();
        }
        while (end < text.length() && ",\r\n".indexOf(text.charAt(end)) < 0) {
            if (!Character.isWhitespace(text.charAt(end))) {
                brokenQuote = OptionalLong.of(lineOf(quote));
                return text.length();
            }
            end++;
        }
        return end;
    }

    private int after(Pattern pattern, int start) {
        Matcher matcher = pattern.matcher(text).region(start, text.length());
        return matcher.lookingAt() ? matcher.end() : start;
    }

    private int afterLineEnds(int start) {
        int position = start;
        while (position < text.length() && "\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
        return position;
    }

    private long lineOf(int position) {
        return lineStarts.floorEntry(position).getValue();
    }
}
