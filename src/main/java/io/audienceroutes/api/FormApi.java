package io.audienceroutes.api;

import io.audienceroutes.authorization.AuthorizationFlow;
import io.audienceroutes.console.ConsolePages;
import io.audienceroutes.console.Visit;
import io.audienceroutes.console.Visit.Notice;
import io.audienceroutes.destination.RejectLimit;
import io.audienceroutes.diagnosis.Check;
import io.audienceroutes.diagnosis.Diagnosis;
import io.audienceroutes.diagnosis.Verdict;
import io.audienceroutes.people.Session;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.apache.camel.Variable;

/**
 * What the forms of the console ask for: of workflows, destinations, audiences and credentials. Called by the routes
 * {@code submit-form} and {@code read-audiences-form}.
 */
public final class FormApi {
    private static final int MOST_PERCENT = 100;
    private static final int MOST_ROWS = 999_999_999;

    private final ConsolePages pages;
    private final WorkflowActions actions;
    private final DestinationApi destinations;
    private final AuthorizationFlow authorizations;
    private final BiFunction<String, String, String> deliverPlan;

    /** @param deliverPlan opens the delivery of a plan for a person, and answers its workflow */
    public FormApi(
            ConsolePages pages,
            WorkflowActions actions,
            DestinationApi destinations,
            AuthorizationFlow authorizations,
            BiFunction<String, String, String> deliverPlan) {
        this.pages = pages;
        this.actions = actions;
        this.destinations = destinations;
        this.authorizations = authorizations;
        this.deliverPlan = deliverPlan;
    }

    /** Does what the form with this id asks for. */
    public ApiAnswer submit(
            @Variable("page") String page,
            @Headers Map<String, Object> headers,
            @Header(Caller.HEADER) Session session) {
        PageRequest request = PageRequest.of(page, headers, session);
        return switch (page) {
            case "command-form" -> command(request);
            case "deliver-plan-form" -> deliver(request);
            case "check-destination-form" -> check(request);
            case "authorize-form" -> authorize(request);
            default -> throw request.unknown();
        };
    }

    /** After all audiences were read back. */
    public ApiAnswer audiencesRead() {
        return ApiAnswer.redirect("/audiences");
    }

    private ApiAnswer command(PageRequest request) {
        String id = request.field("id");
        Visit visit = request.visit();
        String seen = request.field("seen");
        Optional<String> stale =
                seen.matches("\\d{1,18}") ? pages.workflows().stale(visit, id, Long.parseLong(seen)) : Optional.empty();
        if (stale.isPresent()) {
            return ApiAnswer.html(409, stale.get());
        }
        Optional<String> steps = request.has("confirmed")
                ? Optional.empty()
                : pages.workflows().steps(visit, id, request.field("command"));
        if (steps.isPresent()) {
            return ApiAnswer.html(200, steps.get());
        }
        Optional<RejectLimit> threshold = request.has("percent") || request.has("rows")
                ? Optional.of(
                        new RejectLimit(request.number("percent", MOST_PERCENT), request.number("rows", MOST_ROWS)))
                : Optional.empty();
        actions.perform(
                id,
                new WorkflowActions.Request(
                        WorkflowActions.nameOf(request.field("command")),
                        Optional.of(request.field("action")).filter(text -> !text.isEmpty()),
                        threshold,
                        Optional.of(request.field("reason")),
                        Optional.empty()),
                visit.viewer());
        return toWorkflow(id);
    }

    private ApiAnswer deliver(PageRequest request) {
        if (!request.visit().viewer().mayHandlePersonalData()) {
            throw new ApiForbidden(
                    "Your access to personal data is restricted, so you cannot deliver. Nothing was sent.");
        }
        return toWorkflow(
                deliverPlan.apply(request.field("id"), request.visit().viewer().actor()));
    }

    private static ApiAnswer toWorkflow(String id) {
        return ApiAnswer.redirect(
                "/workflows/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    private ApiAnswer check(PageRequest request) {
        String name = request.field("name");
        List<Check> found = destinations.diagnose(name);
        boolean valid = new Diagnosis(found).validates();
        String faults = found.stream()
                .filter(check -> check.verdict() == Verdict.FAULT || check.verdict() == Verdict.UNKNOWN)
                .map(check -> check.question() + ": " + check.found()
                        + check.remedy().map(remedy -> " " + remedy).orElse(""))
                .collect(Collectors.joining(" "));
        Notice notice = new Notice(valid, valid ? "The connection is valid: TikTok answered every question." : faults);
        return ApiAnswer.html(200, pages.destinations().show(request.visit().with(notice), name));
    }

    private ApiAnswer authorize(PageRequest request) {
        return ApiAnswer.html(
                200,
                pages.credentials()
                        .authorization(
                                request.visit(),
                                authorizations.pendingAuthorization(
                                        request.field("name"),
                                        request.visit().viewer().actor())));
    }
}
