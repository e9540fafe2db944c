package io.audienceroutes.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Rows with column headings, each column as wide as its widest cell. The last column is not padded. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final Set<String> rightAligned;

    private TextTable(List<String> headings, Set<String> rightAligned) {
        this.rightAligned = rightAligned;
        rows.add(headings);
    }

    /** A table with these headings and no rows yet. */
    static TextTable of(String... headings) {
        return new TextTable(List.of(headings), Set.of());
    }

    /** The same table with these columns right-aligned, as for numbers. */
    TextTable alignRight(String... headings) {
        TextTable table = new TextTable(rows.get(0), Set.of(headings));
        table.rows.addAll(rows.subList(1, rows.size()));
        return table;
    }

    /** Adds one row: a cell for each heading. */
    TextTable row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException("A row needs " + rows.get(0).size() + " cells, but has " + cells.length);
        }
        rows.add(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], length(row.get(column)));
            }
        }
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining(System.lineSeparator()));
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            String padding = " ".repeat(widths[column] - length(cell));
            boolean right = rightAligned.contains(rows.get(0).get(column));
            line.append(column == 0 ? "" : GAP).append(right ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
