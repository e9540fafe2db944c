package io.audienceroutes.catalog;

import java.util.Optional;

/**
 * What one error means.
 *
 * @param key the codes as written, such as {@code 40016, 40100} or {@code any}; or the name of a condition
 * @param messagePattern the regular expression that the message must match, if the code alone is ambiguous
 * @param remedy what is done to the batch; present only for {@link ErrorKind#CONTENT}
 * @param meaning one sentence
 * @param retried one sentence: what happens automatically
 * @param source how reliable the entry is; empty for conditions, which are our own
 */
public record CatalogEntry(
        String key,
        Optional<String> messagePattern,
        ErrorKind kind,
        Optional<ContentRemedy> remedy,
        WorkflowAction action,
        String meaning,
        String retried,
        Optional<String> source) {

    /** False for the last entry, which matches every code that no other entry matches. */
    public boolean known() {
        return !key.equals(CodeSet.ANY);
    }
}
