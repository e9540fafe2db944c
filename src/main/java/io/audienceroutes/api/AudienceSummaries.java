package io.audienceroutes.api;

import java.util.List;

/** Audiences, by name. */
public record AudienceSummaries(List<AudienceSummary> items) {
    public AudienceSummaries {
        items = List.copyOf(items);
    }
}
