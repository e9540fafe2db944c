package io.audienceroutes.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a check of a credential found.
 *
 * @param grantedBy who gave the grant; empty if TikTok does not return it
 * @param advertiserIds the accounts that it reaches now; empty where the developer app is not configured
 * @param missingPermissions permissions that the grant lacks, as far as known
 * @param problems problems that prevent deliveries; empty if it can deliver
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

    /** The same report with additional problems. */
    public CredentialReport withProblems(List<String> more) {
        List<String> all = new ArrayList<>(problems);
        all.addAll(more);
        return new CredentialReport(credential, grantedBy, advertiserIds, missingPermissions, all);
    }

    /** Whether there are no problems. */
    public boolean good() {
        return problems.isEmpty();
    }
}
