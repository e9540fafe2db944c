package io.audienceroutes.catalog;

import java.util.Optional;

/**
 * What one error means.
 *
 * @param key the codes as written, such as {@code 40016, 40100} or {@code any}; or the name of a condition
 * @param messagePattern the regular expression that the message must contain, where codes alone do not tell
 * @param remedy what is done to the batch; present for {@link ErrorKind#CONTENT}, and only there
 * @param meaning one sentence
 * @param retried one sentence: what happens by itself
 * @param source how sure the entry is; empty for conditions, which are our own
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

    /** False for the last entry, which takes every code that no other entry takes. */
    public boolean known() {
        return !key.equals(CodeSet.ANY);
    }
}
