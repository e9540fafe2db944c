package io.audienceroutes.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.authorization.CredentialReport;
import java.util.List;

/**
 * What a check of a credential found.
 *
 * @param grantedBy who gave the grant; none where TikTok does not tell
 * @param advertiserIds the accounts that it reaches; none where that cannot be told
 * @param problems what stands in the way of deliveries
 * @param saved whether the token was saved; not set where none was handed over
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CredentialCheck(
        String credential,
        String grantedBy,
        List<String> advertiserIds,
        List<String> missingPermissions,
        List<String> problems,
        Boolean saved) {
    public CredentialCheck {
        advertiserIds = advertiserIds == null ? null : List.copyOf(advertiserIds);
        missingPermissions = List.copyOf(missingPermissions);
        problems = List.copyOf(problems);
    }

    static CredentialCheck of(CredentialReport report, Boolean saved) {
        return new CredentialCheck(
                report.credential(),
                report.grantedBy().orElse(null),
                report.advertiserIds().orElse(null),
                report.missingPermissions(),
                report.problems(),
                saved);
    }
}
