package io.audienceroutes.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a check of a credential found.
 *
 * @param grantedBy who gave the grant; empty where TikTok does not tell
 * @param advertiserIds the accounts that it reaches now; empty where the developer app is not configured
 * @param missingPermissions what the grant lacks, as far as its permissions are known
 * @param problems what stands in the way of deliveries; none when it can deliver
 */
public record CredentialReport(
        String credential,
        Optional<String> grantedBy,
        Optional<List<String>> advertiserIds,
        List<String> missingPermissions,
        List<String> problems) {
    public CredentialReport {
        advertiserIds = advertiserIds.map(List::copyOf);
        missingPermissions = List.copyOf(missingPermissions);
        problems = List.copyOf(problems);
    }

    /** The same with more that stands in the way. */
    public CredentialReport withProblems(List<String> more) {
        List<String> all = new ArrayList<>(problems);
        all.addAll(more);
        return new CredentialReport(credential, grantedBy, advertiserIds, missingPermissions, all);
    }

    /** Whether nothing stands in the way. */
    public boolean good() {
        return problems.isEmpty();
    }
}
