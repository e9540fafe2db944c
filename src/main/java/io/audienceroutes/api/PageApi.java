package io.audienceroutes.api;

import io.audienceroutes.console.ActivityPages;
import io.audienceroutes.console.Assets;
import io.audienceroutes.console.ConsolePages;
import io.audienceroutes.console.DoorPages;
import io.audienceroutes.console.Visit;
import io.audienceroutes.console.WorkflowQuery;
import io.audienceroutes.http.Problem;
import io.audienceroutes.people.Session;
import io.audienceroutes.workflow.AuditLog;
import io.audienceroutes.workflow.AuditText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.ExchangeException;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.apache.camel.Variable;

/**
 * The pages of the console, parts of them, and the files that they load. Called by the routes {@code show-page} and
 * {@code page-problem}.
 */
public final class PageApi {
    private static final String CSV = "text/csv; charset=utf-8";

    private final ConsolePages pages;
    private final WorkflowApi workflows;
    private final AuditLog audit;

    /** Answers with these pages. */
    public PageApi(ConsolePages pages, WorkflowApi workflows, AuditLog audit) {
        this.pages = pages;
        this.workflows = workflows;
        this.audit = audit;
    }

    /** The page with this id. */
    public ApiAnswer show(
            @Variable("page") String page,
            @Headers Map<String, Object> headers,
            @Header(Caller.HEADER) Session session) {
        PageRequest request = PageRequest.of(page, headers, session);
        return switch (page) {
            case "asset" -> asset(request.field("name"));
            case "receipt-file" -> workflows.receipt(request.field("id"));
            case "rejects-file" -> rejects(request.visit(), request.field("id"));
            case "activity-csv" -> export(request, AuditText.Format.CSV, CSV, "activity.csv");
            case "activity-jsonl" -> export(request, AuditText.Format.JSONL, "application/x-ndjson", "activity.jsonl");
            default -> ApiAnswer.html(200, html(request));
        };
    }

    private String html(PageRequest request) {
        Visit visit = request.visit();
        String id = request.field("id");
        return switch (request.page()) {
            case "overview-page" -> pages.overview().show(visit);
            case "overview-work" -> pages.overview().work(visit);
            case "destinations-page" -> pages.destinations().list(visit);
            case "destination-page" -> pages.destinations().show(visit, request.field("name"));
            case "workflows-page" -> pages.workflows().list(visit, WorkflowQuery.of(request.fields()));
            case "workflow-page" -> pages.workflows().show(visit, id);
            case "workflow-progress" -> pages.workflows().progress(visit, id);
            case "resolve-page" -> resolve(visit, id, request.field("command"));
            case "receipt-page" -> pages.workflows().receipt(visit, id);
            case "rejects-page" -> pages.workflows().rejects(visit, id);
            case "audiences-page" -> pages.audiences().list(visit);
            case "audience-page" -> pages.audiences().show(visit, id);
            case "credentials-page" -> pages.credentials().list(visit);
            case "activity-page" -> pages.activity().list(visit, ActivityPages.Query.of(request.fields()));
            case "help-page" -> pages.help().search(visit, request.field("text"));
            case "help-entry" -> pages.help().show(visit, request.field("code"));
            default -> throw request.unknown();
        };
    }

    /** The steps of one command, or the dialog in which it is chosen. */
    private String resolve(Visit visit, String id, String command) {
        return pages.workflows()
                .steps(visit, id, command)
                .orElseGet(() -> pages.workflows().resolve(visit, id));
    }

    private ApiAnswer rejects(Visit visit, String id) {
        Path file = pages.workflows()
                .rejectsDownload(visit, id)
                .orElseThrow(() -> new ApiNotFound("There is no file of rejected rows for you at this workflow."));
        try {
            return ApiAnswer.download(CSV, "rejects.csv", Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("The rejected rows of workflow " + id + " cannot be read", e);
        }
    }

    private ApiAnswer export(PageRequest request, AuditText.Format format, String contentType, String name) {
        StringBuilder text = new StringBuilder();
        format.heading().ifPresent(heading -> text.append(heading).append('\n'));
        audit.forEach(
                pages.activity().filter(ActivityPages.Query.of(request.fields())),
                event -> text.append(format.line(event)).append('\n'));
        return ApiAnswer.download(contentType, name, text.toString());
    }

    private static ApiAnswer asset(String name) {
        return Assets.at(name)
                .map(asset -> new ApiAnswer(
                        200, asset.contentType(), Map.of(), new String(asset.content(), StandardCharsets.UTF_8)))
                .orElseThrow(() -> new ApiNotFound("There is no such file."));
    }

    /** How a failure looks in a browser. */
    public ApiAnswer problem(@ExchangeException Throwable failure) {
        Problem problem = ApiProblems.of(failure);
        return ApiAnswer.html(problem.status(), page(problem));
    }

    /** A refusal as a page. */
    public static String page(Problem problem) {
        return DoorPages.error(problem.status(), problem.title(), problem.detail());
    }
}
