package io.audienceroutes.format;

import java.util.AbstractList;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The cells of one record of CSV text. Only their ends are stored; a cell is converted to a string on demand, by the
 * thread that needs it. Keeps a reference to its block of text, and shares no mutable data.
 */
final class TextRecord extends AbstractList<String> implements RandomAccess {
    private static final char QUOTE = '"';

    private final char[] text;
    private final int from;
    private final int[] cellEnds;
    private final int firstCell;
    private final int size;

    /**
     * @param from where the first cell starts; every other cell starts after the delimiter of the previous one
     * @param cellEnds the ends of cells, of this record and of others in the same text
     * @param firstCell the index of this record's first cell in it
     */
    TextRecord(char[] text, int from, int[] cellEnds, int firstCell, int size) {
        this.text = text;
        this.from = from;
        this.cellEnds = cellEnds;
        this.firstCell = firstCell;
        this.size = size;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public String get(int index) {
        Objects.checkIndex(index, size);
        int cell = firstCell + index;
        int start = index == 0 ? from : cellEnds[cell - 1] + 1;
        int end = cellEnds[cell];
        int first = afterBlanks(start, end);
        return first < end && text[first] == QUOTE ? unquoted(first + 1, end) : new String(text, start, end - start);
    }

    private int afterBlanks(int start, int end) {
        int i = start;
        while (i < end && Character.isWhitespace(text[i])) {
            i++;
        }
        return i;
    }

    /** Its size: its characters, and the overhead per cell, in characters. */
    int weight() {
        return cellEnds[firstCell + size - 1] - from + 2 * size;
    }

    /** A doubled quote represents one. White space after the closing quote is not part of the cell. */
    private String unquoted(int start, int end) {
        int quote = nextQuote(start, end);
        if (!isDoubled(quote, end)) {
            return new String(text, start, quote - start);
        }
        StringBuilder cell = new StringBuilder(end - start);
        int copied = start;
        while (isDoubled(quote, end)) {
            cell.append(text, copied, quote + 1 - copied);
            copied = quote + 2;
            quote = nextQuote(copied, end);
        }
        return cell.append(text, copied, quote - copied).toString();
    }

    private int nextQuote(int start, int end) {
        int i = start;
        while (i < end && text[i] != QUOTE) {
            i++;
        }
        return i;
    }

    private boolean isDoubled(int quote, int end) {
        return quote + 1 < end && text[quote + 1] == QUOTE;
    }
}
