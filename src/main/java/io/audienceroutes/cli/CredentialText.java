package io.audienceroutes.cli;

import io.audienceroutes.authorization.CredentialReport;
import io.audienceroutes.authorization.Scopes;
import io.audienceroutes.credential.Credential;
import io.audienceroutes.credential.TokenOrigin;
import io.audienceroutes.text.SafeText;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Credentials as text, never with a token. */
final class CredentialText {
    private CredentialText() {}

    /** One line per item. */
    static String list(List<Credential> credentials) {
        TextTable table = TextTable.of("CREDENTIAL", "STATE", "GRANTED BY", "EXPIRES", "DESCRIPTION");
        credentials.forEach(credential -> table.row(
                credential.name(),
                credential.state(),
                SafeText.line(credential.grantedBy().orElse("")),
                credential
                        .expiresAt()
                        .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString())
                        .orElse(""),
                SafeText.line(credential.description())));
        return table.toString();
    }

    static String details(Credential credential, List<TokenOrigin> shadowed) {
        StringBuilder text = new StringBuilder();
        row(text, "credential", credential.name());
        row(text, "description", credential.description());
        row(text, "state", credential.state());
        credential
                .refusedAt()
                .ifPresent(at -> row(
                        text,
                        "refused",
                        "by TikTok, at " + at + "; authorise it again: audience-routes credentials authorize "
                                + credential.name()));
        row(text, "token", credential.origin().map(TokenOrigin::label).orElse("none"));
        if (!shadowed.isEmpty()) {
            row(text, "not used", shadowed.stream().map(TokenOrigin::label).collect(Collectors.joining(", ")));
        }
        credential.grantedBy().ifPresent(user -> row(text, "granted by", user));
        credential.grantedAt().ifPresent(at -> row(text, "granted at", at.toString()));
        credential
                .expiresAt()
                .ifPresent(at -> row(text, "expires at", at + (credential.renewed() ? "; renewed automatically" : "")));
        if (!credential.advertiserIds().isEmpty()) {
            row(text, "advertisers", String.join(", ", credential.advertiserIds()));
        }
        if (!credential.scopes().isEmpty()) {
            row(
                    text,
                    "permissions",
                    credential.scopes().stream().map(Scopes::named).collect(Collectors.joining(", ")));
            Scopes.missing(credential.scopes()).forEach(missing -> row(text, "missing", missing));
        }
        return text.toString().stripTrailing();
    }

    static String report(CredentialReport report) {
        StringBuilder text = new StringBuilder();
        row(text, "credential", report.credential());
        row(text, "token", "accepted by TikTok");
        report.grantedBy().ifPresent(user -> row(text, "granted by", user));
        row(
                text,
                "advertisers",
                report.advertiserIds()
                        .map(ids -> ids.isEmpty() ? "none" : String.join(", ", ids))
                        .orElse("unknown: TikTok shows them only to a configured developer app"));
        report.problems().forEach(problem -> row(text, "problem", problem));
        if (report.good()) {
            row(text, "result", "no problem found");
        }
        return text.toString().stripTrailing();
    }

    private static void row(StringBuilder text, String label, String value) {
        if (!value.isEmpty()) {
            text.append(String.format(Locale.ROOT, "%-12s %s%n", label, value));
        }
    }
}
