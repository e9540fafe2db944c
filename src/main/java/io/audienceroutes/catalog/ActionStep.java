package io.audienceroutes.catalog;

import java.util.List;

/** One thing that a person does to resolve a failure. */
public record ActionStep(String text, List<ActionLink> links) {
    public ActionStep {
        links = List.copyOf(links);
    }
}
