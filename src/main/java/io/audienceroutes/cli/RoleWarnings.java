package io.audienceroutes.cli;

import io.audienceroutes.app.Bundle;
import io.audienceroutes.credential.Credential;
import io.audienceroutes.diagnosis.Check;
import io.audienceroutes.diagnosis.Verdict;
import java.util.List;
import java.util.function.Consumer;

/**
 * Warns about advertisers on which the credential's user may not manage audiences. TikTok accepts the grant of an
 * Analyst, but refuses its first delivery.
 */
final class RoleWarnings {
    /** The maximum number of ids in one call. */
    private static final int MOST_ADVERTISERS = 100;

    private RoleWarnings() {}

    /** One sentence per account on which the role is not sufficient. */
    static List<String> of(Bundle bundle, String credential, List<String> advertiserIds) {
        if (advertiserIds.isEmpty()) {
            return List.of();
        }
        List<String> asked = advertiserIds.subList(0, Math.min(MOST_ADVERTISERS, advertiserIds.size()));
        return bundle.wiring().connections(bundle.camel()).roles(credential, asked).stream()
                .filter(check -> check.verdict() == Verdict.FAULT)
                .map(RoleWarnings::sentence)
                .toList();
    }

    /** Fetches the roles of a grant that was just stored, and prints those that are not sufficient. */
    static void print(List<String> profiles, String credential, Consumer<String> say) {
        try (Bundle bundle = Bundle.forOneWorkflow(profiles)) {
            List<String> reached = bundle.wiring()
                    .credentials()
                    .credentials()
                    .describe(credential)
                    .map(Credential::advertiserIds)
                    .orElse(List.of());
            of(bundle, credential, reached).forEach(warning -> say.accept("Warning: " + warning));
        }
    }

    private static String sentence(Check check) {
        return check.question() + ": " + check.found() + ". " + check.remedy().orElse("");
    }
}
