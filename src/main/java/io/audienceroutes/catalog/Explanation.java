package io.audienceroutes.catalog;

import java.util.List;
import java.util.Optional;

/**
 * What a code can mean.
 *
 * @param meanings the entry that code and message match; without a message, all entries that the code can match, in the
 *     catalogue's order, so that the last applies if no message matches
 */
public record Explanation(int code, Optional<String> message, List<CatalogEntry> meanings) {
    public Explanation {
        meanings = List.copyOf(meanings);
    }

    /** Whether the catalogue has an entry for the code. */
    public boolean known() {
        return meanings.stream().anyMatch(CatalogEntry::known);
    }
}
