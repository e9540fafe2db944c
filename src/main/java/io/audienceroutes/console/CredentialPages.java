package io.audienceroutes.console;

import io.audienceroutes.authorization.AuthorizationRequests;
import io.audienceroutes.authorization.PendingAuthorization;
import io.audienceroutes.authorization.Scopes;
import io.audienceroutes.console.Page.Section;
import io.audienceroutes.credential.Credential;
import io.audienceroutes.destination.Destination;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The pages of credentials; never a token among what they show. */
public final class CredentialPages {
    private final ConsoleData data;
    private final Frame frame;

    /** Pages of what is in these. */
    public CredentialPages(ConsoleData data) {
        this.data = data;
        this.frame = new Frame(data);
    }

    /** Path {@code /credentials}. */
    public String list(Visit visit) {
        Map<String, List<String>> users = data.destinations().now().all().stream()
                .collect(Collectors.groupingBy(
                        Destination::credential, Collectors.mapping(Destination::name, Collectors.toList())));
        List<Row> rows = data.credentials().describeAll(users.keySet()).stream()
                .map(credential -> new Row(credential, users.getOrDefault(credential.name(), List.of())))
                .toList();
        return frame.page(visit, "Credentials", Section.CREDENTIALS, "credentials", Map.of("rows", rows));
    }

    /** The answer to {@code POST /credentials/{name}/authorize}: the link, to be opened by the owner of the account. */
    public String authorization(Visit visit, PendingAuthorization pending) {
        return frame.page(
                visit,
                "Authorise " + pending.credential(),
                Section.CREDENTIALS,
                "authorization",
                Map.of("pending", pending));
    }

    /** What the owner of the account reads on the way back from TikTok; they need no account here. */
    public String callback(AuthorizationRequests.Outcome outcome) {
        return Templates.render(
                "callback", Map.of("succeeded", outcome.succeeded(), "text", Show.text(outcome.text())));
    }

    /** A credential and the destinations that depend on it. */
    record Row(Credential credential, List<String> destinations) {
        String chip() {
            return switch (credential.state()) {
                case "in use" -> "succeeded";
                case "refused" -> "failed";
                default -> "waiting";
            };
        }

        List<String> scopes() {
            return credential.scopes().stream().map(Scopes::named).toList();
        }

        List<String> missing() {
            return credential.scopes().isEmpty() ? List.of() : Scopes.missing(credential.scopes());
        }
    }
}
