package io.audienceroutes.segment;

import java.util.Objects;

/**
 * Where identifiers of one type stand in a segment file.
 *
 * @param column name in the header line; spaces around it and its letter case do not matter
 */
public record IdentifierColumn(IdentifierType type, String column) {
    public IdentifierColumn {
        Objects.requireNonNull(type, "type");
        if (CellEdges.trim(column).isEmpty()) {
            throw new IllegalArgumentException(
                    "The column for " + type + " has no name: name it as in the segment file's header line.");
        }
    }
}
