package io.audienceroutes.workflow;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an approval covers: the figures of the proposed changes, by name. Equal figures mean the same decision,
 * regardless of wording.
 */
public final class HeldFigures {
    private final Map<String, String> figures = new TreeMap<>();

    /** The same with one more figure; no personal data. */
    public HeldFigures with(String name, Object figure) {
        figures.put(name, String.valueOf(figure));
        return this;
    }

    /** The canonical form, as it is stored: {@code name=figure}, in the order of the names, with {@code ; } between. */
    @Override
    public String toString() {
        return figures.entrySet().stream()
                .map(figure -> figure.getKey() + "=" + figure.getValue())
                .collect(Collectors.joining("; "));
    }
}
