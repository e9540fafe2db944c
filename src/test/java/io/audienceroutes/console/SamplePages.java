package io.audienceroutes.console;

import io.audienceroutes.authorization.AuthorizationRequests;
import io.audienceroutes.authorization.PendingAuthorization;
import io.audienceroutes.people.ApiToken;
import io.audienceroutes.people.Person;
import io.audienceroutes.people.Role;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The page at an address. */
final class SamplePages {
    private SamplePages() {}

    static String at(ConsolePages pages, Visit visit, String address) {
        URI uri = URI.create(address);
        Map<String, String> query =
                ConsoleServer.parameters(Optional.ofNullable(uri.getRawQuery()).orElse(""));
        String[] parts = uri.getPath().substring(1).split("/");
        return switch (parts[0]) {
            case "" -> pages.overview().show(visit);
            case "overview" -> pages.overview().work(visit);
            case "workflows" ->
                parts.length == 1
                        ? pages.workflows().list(visit, WorkflowQuery.of(query))
                        : workflow(pages.workflows(), visit, parts, query);
            case "destinations" ->
                parts.length == 1
                        ? pages.destinations().list(visit)
                        : pages.destinations().show(visit, parts[1]);
            case "audiences" ->
                parts.length == 1
                        ? pages.audiences().list(visit)
                        : pages.audiences().show(visit, parts[1]);
            case "credentials" -> pages.credentials().list(visit);
            case "authorization" ->
                pages.credentials()
                        .authorization(
                                visit,
                                new PendingAuthorization(
                                        "id",
                                        "sandbox",
                                        "https://business-api.tiktok.com/portal/auth?app_id=7000000000000000100&state="
                                                + "s".repeat(40),
                                        Instant.now().plusSeconds(3600)));
            case "callback" ->
                pages.credentials()
                        .callback(new AuthorizationRequests.Outcome(true, "The grant of credential sandbox is kept."));
            case "activity" -> pages.activity().list(visit, ActivityPages.Query.of(query));
            case "help" ->
                parts.length == 1
                        ? pages.help().search(visit, query.getOrDefault("text", ""))
                        : pages.help().show(visit, decoded(parts[1]));
            case "settings" -> settings(pages, visit);
            case "log-in" ->
                DoorPages.logIn("csrf", "/", "", Optional.of("Name or password is wrong."), Optional.of("Example ID"));
            case "resume" ->
                DoorPages.resume(
                        "csrf",
                        "/workflows/w-1/commands",
                        Map.of("command", "resolve", "reason", "The role was assigned", "seen", "12"));
            case "welcome" -> DoorPages.welcome("csrf", "token", "", Optional.empty());
            case "error" ->
                DoorPages.error(
                        503, "The database is busy", "It was locked for 30 seconds. Load the page again in a moment.");
            default -> throw new IllegalArgumentException("No page at " + address);
        };
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }

    private static String settings(ConsolePages pages, Visit visit) {
        Instant now = Instant.now();
        return pages.settings()
                .show(
                        visit,
                        List.of(
                                person("dana@example.com", Role.ADMIN, Optional.of(now), Optional.empty()),
                                person(ConsoleSample.HOSTILE, Role.VIEWER, Optional.empty(), Optional.of(now)),
                                person("ina@example.com", Role.USER, Optional.empty(), Optional.empty())),
                        List.of(
                                new ApiToken(
                                        "warehouse-export",
                                        Role.USER,
                                        true,
                                        "dana@example.com",
                                        now,
                                        now.plusSeconds(86_400 * 30),
                                        Optional.of(now),
                                        Optional.empty()),
                                new ApiToken(
                                        "old",
                                        Role.VIEWER,
                                        false,
                                        ConsoleSample.HOSTILE,
                                        now.minusSeconds(86_400),
                                        now.minusSeconds(60),
                                        Optional.empty(),
                                        Optional.empty())),
                        Map.of(
                                "tiktok.base-url", "https://business-api.tiktok.com",
                                "credential.main.access-token", "never-to-be-seen",
                                "deliver.requests-in-flight", "4",
                                "data.directory", "data"),
                        Optional.of("shown-once-" + "x".repeat(40)));
    }

    private static Person person(String name, Role role, Optional<Instant> password, Optional<Instant> disabled) {
        return new Person(
                name,
                name,
                role,
                role == Role.VIEWER,
                Person.Source.LOCAL,
                Instant.now(),
                password,
                disabled,
                password);
    }

    private static String workflow(WorkflowPages pages, Visit visit, String[] parts, Map<String, String> query) {
        String id = parts[1];
        return switch (parts.length == 2 ? "" : parts[2]) {
            case "" -> pages.show(visit, id);
            case "progress" -> pages.progress(visit, id);
            case "resolve" ->
                query.containsKey("command")
                        ? pages.steps(visit, id, query.get("command")).orElseThrow()
                        : pages.resolve(visit, id);
            case "receipt" -> pages.receipt(visit, id);
            case "rejects" -> pages.rejects(visit, id);
            default -> throw new IllegalArgumentException("No page " + parts[2]);
        };
    }
}
