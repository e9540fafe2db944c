package io.audienceroutes.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.catalog.ActionStep;
import io.audienceroutes.catalog.CatalogEntry;
import java.util.List;

/** What a TikTok code or a condition can mean. */
public record ErrorMeanings(String code, boolean known, List<Meaning> meanings) {
    public ErrorMeanings {
        meanings = List.copyOf(meanings);
    }

    /**
     * One meaning.
     *
     * @param messagePattern the regular expression that tells it from the others
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Meaning(
            String messagePattern,
            String kind,
            String meaning,
            String retried,
            String action,
            String title,
            String cause,
            List<String> steps) {
        public Meaning {
            steps = List.copyOf(steps);
        }

        static Meaning of(CatalogEntry entry) {
            return new Meaning(
                    entry.messagePattern().orElse(null),
                    WorkflowSummary.word(entry.kind()),
                    entry.meaning(),
                    entry.retried(),
                    entry.action().id(),
                    entry.action().title(),
                    entry.action().cause(),
                    entry.action().steps().stream().map(ActionStep::text).toList());
        }
    }
}
