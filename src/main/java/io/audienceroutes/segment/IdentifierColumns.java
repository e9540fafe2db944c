package io.audienceroutes.segment;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The configured identifier columns of a segment file.
 *
 * @param named the columns of a type, whose values are combined; an omitted type is found by {@link UsualNames}
 * @param separator the character between several values in a cell; if empty, a cell is one value
 */
public record IdentifierColumns(Map<IdentifierType, List<String>> named, Optional<Character> separator) {
    public IdentifierColumns {
        Map<IdentifierType, List<String>> copy = new EnumMap<>(IdentifierType.class);
        named.forEach((type, columns) -> copy.put(type, List.copyOf(columns)));
        named = Collections.unmodifiableMap(copy);
        requireDistinct(named);
    }

    /** Every column is found by its usual name, and a cell is one value. */
    public static IdentifierColumns usual() {
        return new IdentifierColumns(Map.of(), Optional.empty());
    }

    /** These columns, with one value per cell. */
    public static IdentifierColumns of(Map<IdentifierType, List<String>> named) {
        return new IdentifierColumns(named, Optional.empty());
    }

    List<String> of(IdentifierType type) {
        return named.getOrDefault(type, List.of());
    }

    private static void requireDistinct(Map<IdentifierType, List<String>> named) {
        Set<String> names = new HashSet<>();
        named.forEach((type, columns) -> {
            if (columns.isEmpty()) {
                throw new IllegalArgumentException("No column is named for " + type + ": name one or leave it out.");
            }
            for (String column : columns) {
                if (CellEdges.trim(column).isEmpty()) {
                    throw new IllegalArgumentException(
                            "A column for " + type + " has no name: name it as in the segment file's header line.");
                }
                if (!names.add(ColumnName.exact(column))) {
                    throw new IllegalArgumentException(
                            "The column " + Quoted.name(column) + " is named twice: name each column once.");
                }
            }
        });
    }
}
