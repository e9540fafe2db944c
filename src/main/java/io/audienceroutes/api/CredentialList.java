package io.audienceroutes.api;

import java.util.List;

/** Every credential that is kept, or that a destination names. */
public record CredentialList(List<CredentialSummary> items) {
    public CredentialList {
        items = List.copyOf(items);
    }
}
