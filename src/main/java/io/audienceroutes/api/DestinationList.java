package io.audienceroutes.api;

import java.util.List;

/** Every destination. */
public record DestinationList(List<DestinationSummary> items) {
    public DestinationList {
        items = List.copyOf(items);
    }
}
