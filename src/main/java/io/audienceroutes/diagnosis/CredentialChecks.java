package io.audienceroutes.diagnosis;

import io.audienceroutes.credential.Credential;
import io.audienceroutes.credential.CredentialMissing;
import io.audienceroutes.credential.CredentialRefused;
import io.audienceroutes.credential.Credentials;
import io.audienceroutes.credential.SecretRefused;
import io.audienceroutes.destination.Rehearsal;
import io.audienceroutes.tiktok.GrantingUser;
import io.audienceroutes.tiktok.ReplyReader;
import io.audienceroutes.tiktok.TikTokCalls;
import io.audienceroutes.tiktok.TikTokException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks whether a credential's grant is valid and has the permissions that deliveries need. */
public final class CredentialChecks {
    /**
     * The permissions that deliveries need, by TikTok's numbers: managing audiences (3, or 30 and 31 of it) and reading
     * advertising accounts (1, or 10, or 100 of it). Source: tiktok-api.md section 3.6.
     */
    private static final List<Set<String>> ACCOUNTS = List.of(Set.of("1"), Set.of("10"), Set.of("100"));

    private static final List<Set<String>> AUDIENCES = List.of(Set.of("3"), Set.of("30", "31"));

    private final Credentials credentials;
    private final TikTokQuestions tiktok;
    private final ReplyReader reader;
    private final TikTokCalls calls = new TikTokCalls();

    /** Makes only read-only calls to TikTok. */
    public CredentialChecks(Credentials credentials, TikTokQuestions tiktok, ReplyReader reader) {
        this.credentials = credentials;
        this.tiktok = tiktok;
        this.reader = reader;
    }

    /** Token and permissions of one credential; stops at the first result that makes the others pointless. */
    public List<Check> of(String name) {
        String subject = "credential " + name;
        List<Check> checks = new ArrayList<>();
        Check token = token(subject, name);
        checks.add(token);
        if (token.verdict() != Verdict.FAULT) {
            checks.add(permissions(subject, name));
        }
        return checks;
    }

    private Check token(String subject, String name) {
        String question = "Access token";
        try {
            GrantingUser user = reader.grantingUser(tiktok.ask(name, calls.userInfo()));
            String given = user.displayName().isEmpty() ? "" : ", given by " + user.displayName();
            String place = credentials
                    .describe(name)
                    .flatMap(Credential::origin)
                    .map(origin -> " (" + origin.label() + ")")
                    .orElse("");
            return Check.fine(subject, question, "TikTok accepts it" + given + place);
        } catch (TikTokException e) {
            return name.equals(Rehearsal.CREDENTIAL) && e.grantRefused()
                    ? simulatorRefuses(subject, question, e)
                    : Refusals.check(subject, question, e);
        } catch (CredentialRefused e) {
            return name.equals(Rehearsal.CREDENTIAL)
                    ? simulatorRefuses(subject, question, e)
                    : unusable(subject, question, name, e).as("invalid-credentials");
        } catch (CredentialMissing | SecretRefused e) {
            return unusable(subject, question, name, e).as("credential-missing");
        }
    }

    private static Check unusable(String subject, String question, String name, RuntimeException why) {
        return Check.fault(
                subject, question, why.getMessage(), "Authorise it: audience-routes credentials authorize " + name);
    }

    /** Nobody can authorise the simulator's own credential at TikTok. */
    private static Check simulatorRefuses(String subject, String question, RuntimeException why) {
        return Check.fault(
                        subject,
                        question,
                        why.getMessage(),
                        "Restart the simulator, or reset it with an HTTP POST to /simulator/reset at its address.")
                .as("simulator-refused-token");
    }

    private Check permissions(String subject, String name) {
        String question = "Permissions";
        List<String> scopes = credentials.describe(name).map(Credential::scopes).orElse(List.of());
        if (scopes.isEmpty()) {
            return Check.unknown(
                    subject,
                    question,
                    "TikTok returns the permissions of a grant only when it is given; 'audience-routes credentials authorize' stores them");
        }
        Optional<String> lacking = lacking(scopes);
        return lacking.isEmpty()
                ? Check.fine(subject, question, "it may manage audiences and read advertising accounts")
                : Check.fault(
                                subject,
                                question,
                                "the grant lacks the permission for " + lacking.get(),
                                "Add it to the developer app in TikTok's developer portal, wait for its approval, and"
                                        + " authorise the credential again: audience-routes credentials authorize "
                                        + name)
                        .as("app-scope-missing");
    }

    private static Optional<String> lacking(List<String> scopes) {
        if (AUDIENCES.stream().noneMatch(scopes::containsAll)) {
            return Optional.of("Audience Management (3)");
        }
        return ACCOUNTS.stream().noneMatch(scopes::containsAll)
                ? Optional.of("Ad Account Information (100)")
                : Optional.empty();
    }
}
