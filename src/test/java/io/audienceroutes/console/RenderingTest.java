package io.audienceroutes.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.people.Principal;
import io.audienceroutes.state.WorkflowEvent;
import io.audienceroutes.workflow.Commands;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages as HTML: what they hold, what they keep in its place, and whom they offer what. */
@Tag("flow")
final class RenderingTest {
    private static final String CSRF = "csrf-token-of-this-session";

    @TempDir
    static Path folder;

    private static ConsoleSample sample;
    private static ConsolePages pages;

    @BeforeAll
    static void fill() {
        sample = new ConsoleSample(folder);
        pages = new ConsolePages(sample.data());
    }

    @AfterAll
    static void close() {
        sample.close();
    }

    private static Visit admin() {
        return Visit.of(ConsoleSample.ADMIN, CSRF);
    }

    @Test
    void noPageLetsATextOutOfItsPlace() {
        everyPage(admin()).forEach((path, html) -> {
            assertThat(html)
                    .as(path)
                    .doesNotContain("<script>alert", "<img src=x", "<svg onload", "\u001b", "\u202e")
                    .doesNotContain("style=\"", "onclick", "javascript:");
            assertThat(Pattern.compile("<script(?! src=\"/assets/)")
                            .matcher(html)
                            .find())
                    .as(path)
                    .isFalse();
            assertThat(html).as("nothing is computed: %s", path).doesNotContain("1022117");
        });
    }

    @Test
    void hostileTextsAreShownAsTheyAre() {
        String html = pages.workflows().show(admin(), sample.hostile);

        assertThat(html).contains("&lt;script&gt;alert(1)", "${1009*1013}", "{{1009*1013}}", "[31mred\\u202egpj.exe");
    }

    @Test
    void aFailedWorkflowShowsItsErrorAndTheWayToItsResolutions() {
        String html = pages.workflows().show(admin(), sample.failed);

        assertThat(html)
                .contains(
                        "Missing advertiser permissions",
                        "Show resolutions",
                        "/workflows/" + sample.failed + "/resolve")
                .contains("No permission to operate the advertiser");
    }

    @Test
    void theDialogOffersRetryTheSpecificActionPreselectedAndRestart() {
        String html = pages.workflows().resolve(admin().asFragment(), sample.failed);

        assertThat(html).contains("Resolve failed workflow", "Continue", "Cancel", CSRF);
        assertThat(html).containsSubsequence("value=\"retry\"", "value=\"resolve\" checked", "value=\"restart\"");
        assertThat(html).doesNotContain("<html");
    }

    @Test
    void theStepsAreNumberedAndTheirLinksOpenInANewTab() {
        String html = pages.workflows()
                .steps(admin().asFragment(), sample.failed, "resolve")
                .orElseThrow();

        assertThat(html)
                .contains("Resolve error", "<ol class=\"steps\">", "https://business.tiktok.com/", "target=\"_blank\"")
                .contains("name=\"action\" value=\"missing-advertiser-permissions\"", "name=\"confirmed\"");
        assertThat(pages.workflows().steps(admin(), sample.failed, "retry")).isEmpty();
        assertThat(pages.workflows().steps(admin(), sample.failed, "approve")).isEmpty();
        assertThat(pages.workflows().steps(admin(), sample.failed, "<b>")).isEmpty();
    }

    @Test
    void whoMayNotSendIsOfferedNothingThatSends() {
        for (Principal principal : List.of(ConsoleSample.VIEWER, ConsoleSample.RESTRICTED)) {
            Visit visit = Visit.of(principal, CSRF);

            String html = pages.workflows().show(visit, sample.failed);

            assertThat(html).as(principal.name()).doesNotContain("Show resolutions", "command=retry", "command=skip");
            assertThat(pages.workflows().steps(visit, sample.failed, "resolve")).isEmpty();
            assertThat(pages.workflows().resolve(visit, sample.failed))
                    .doesNotContain("<form method=\"post\" action=\"/workflows");
        }
        assertThat(pages.workflows().show(Visit.of(ConsoleSample.RESTRICTED, CSRF), sample.held))
                .contains("command=stop")
                .doesNotContain("command=approve");
        assertThat(pages.workflows().show(Visit.of(ConsoleSample.VIEWER, CSRF), sample.held))
                .doesNotContain("command=stop");
    }

    @Test
    void rejectedValuesAreMaskedAndNotShownUnderRestriction() {
        String html = pages.workflows().rejects(admin(), sample.withRejects);

        assertThat(html).contains("Rejected values", "Email").doesNotContain("not an address", "lapsed");
        String restricted = pages.workflows().rejects(Visit.of(ConsoleSample.RESTRICTED, CSRF), sample.withRejects);
        assertThat(restricted).contains("Not shown to you").doesNotContain("<td data-label=\"Value\"");
        assertThat(pages.workflows().rejectsDownload(Visit.of(ConsoleSample.RESTRICTED, CSRF), sample.withRejects))
                .isEmpty();
        assertThat(pages.workflows().rejectsDownload(admin(), sample.withRejects))
                .isPresent();
    }

    @Test
    void theReceiptShowsItsSumAndThatItAddsUp() {
        String html = pages.workflows().receipt(admin(), sample.withRejects);

        assertThat(html).contains("Every row and identifier is accounted for", "role=\"img\"", "Rejected", "Duplicate");
    }

    @Test
    void secretsAreMaskedAndPeopleAreForAdministrators() {
        assertThat(SamplePages.at(pages, admin(), "/settings"))
                .contains("dana@example.com", "credential.main.access-token", "••••")
                .doesNotContain("never-to-be-seen");
        assertThat(SamplePages.at(pages, Visit.of(ConsoleSample.VIEWER, CSRF), "/settings"))
                .doesNotContain("dana@example.com", "deliver.requests-in-flight", "warehouse-export");
    }

    @Test
    void theChainIsCheckedForWhoeverAsks() {
        assertThat(SamplePages.at(pages, admin(), "/activity?check=yes")).contains("The chain holds");
        assertThat(SamplePages.at(pages, admin(), "/activity")).doesNotContain("The chain holds");
    }

    @Test
    void credentialsShowNoTokenAndAreAuthorisedByOperators() {
        assertThat(SamplePages.at(pages, admin(), "/credentials"))
                .contains("sandbox", "Reauthorise")
                .doesNotContain("simulator-access-token");
        assertThat(SamplePages.at(pages, Visit.of(ConsoleSample.VIEWER, CSRF), "/credentials"))
                .doesNotContain("Reauthorise");
    }

    @Test
    void aPlanSaysWhatADeliveryWouldDoAndIsDeliveredByWhoeverMaySend() {
        assertThat(pages.workflows().show(admin(), sample.planned))
                .contains("What a delivery would do", "To add", "Deliver exactly this")
                .contains("/workflows/" + sample.planned + "/deliver-plan");
        assertThat(pages.workflows().show(Visit.of(ConsoleSample.RESTRICTED, CSRF), sample.planned))
                .contains("What a delivery would do")
                .doesNotContain("Deliver exactly this");
    }

    @Test
    void theListIsFilteredByItsAddress() {
        String failed = pages.workflows().list(admin(), WorkflowQuery.of(Map.of("state", "failed")));

        assertThat(failed).contains(sample.failed).doesNotContain("/workflows/" + sample.succeeded + "\"");
        String text = pages.workflows().list(admin(), WorkflowQuery.of(Map.of("text", "BEST_buyers")));
        assertThat(text).contains(sample.failed).doesNotContain("/workflows/" + sample.hostile + "\"");
        assertThat(pages.workflows().list(admin(), WorkflowQuery.of(Map.of("text", "nothing of that name"))))
                .contains("No workflow matches");
        assertThat(pages.workflows().list(admin(), WorkflowQuery.of(Map.of("state", "nonsense", "before", "nobody"))))
                .contains("Workflows");
    }

    @Test
    void aFormThatWasOvertakenIsToldByWhom() {
        long seen = sample.data().workflows().eventsOf(sample.missingColumn).stream()
                .mapToLong(WorkflowEvent::sequence)
                .max()
                .orElseThrow();
        assertThat(pages.workflows().show(admin(), sample.missingColumn)).doesNotContain("Somebody was faster");
        assertThat(pages.workflows().stale(admin(), sample.missingColumn, seen)).isEmpty();

        sample.ask(sample.missingColumn, Commands.Name.RETRY, Optional.empty(), Optional.empty());

        assertThat(pages.workflows().stale(admin(), sample.missingColumn, seen).orElseThrow())
                .contains("Somebody was faster", "operator@example.com", "Retry");
    }

    static Map<String, String> everyPage(Visit visit) {
        Map<String, String> all = new TreeMap<>();
        all.put("/", pages.overview().show(visit));
        all.put("/overview/work", pages.overview().work(visit));
        all.put("/workflows", pages.workflows().list(visit, WorkflowQuery.all()));
        all.put(
                "/workflows?text=",
                pages.workflows()
                        .list(
                                visit,
                                WorkflowQuery.of(Map.of(
                                        "text", ConsoleSample.HOSTILE,
                                        "by", ConsoleSample.HOSTILE,
                                        "destination", ConsoleSample.HOSTILE,
                                        "type", ConsoleSample.HOSTILE,
                                        "before", ConsoleSample.HOSTILE))));
        all.put(
                "/workflows?view=configured",
                pages.workflows().list(visit, WorkflowQuery.of(Map.of("view", "configured"))));
        for (String id : List.of(
                sample.succeeded,
                sample.withRejects,
                sample.failed,
                sample.held,
                sample.hostile,
                sample.missingColumn)) {
            all.put("/workflows/" + id, pages.workflows().show(visit, id));
            all.put("/workflows/" + id + "/progress", pages.workflows().progress(visit, id));
            all.put("/workflows/" + id + "/resolve", pages.workflows().resolve(visit, id));
            all.put("/workflows/" + id + "/receipt", pages.workflows().receipt(visit, id));
            all.put("/workflows/" + id + "/rejects", pages.workflows().rejects(visit, id));
            for (String command : List.of("resolve", "retry-failed", "skip", "stop", "approve", "reject")) {
                pages.workflows()
                        .steps(visit, id, command)
                        .ifPresent(html -> all.put("/workflows/" + id + "/resolve?command=" + command, html));
            }
        }
        for (String destination : List.of("crm", "hostile", "winback")) {
            all.put("/destinations/" + destination, pages.destinations().show(visit, destination));
        }
        sample.data()
                .audiences()
                .all()
                .forEach(report -> all.put(
                        "/audiences/" + report.audienceId(), pages.audiences().show(visit, report.audienceId())));
        String hostile = URLEncoder.encode(ConsoleSample.HOSTILE + ConsoleSample.STEERING, StandardCharsets.UTF_8);
        for (String address : List.of(
                "/destinations",
                "/audiences",
                "/credentials",
                "/authorization",
                "/callback",
                "/activity",
                "/activity?check=yes",
                "/activity?subject=" + hostile + "&actor=" + hostile + "&kind=" + hostile,
                "/help",
                "/help?text=" + hostile,
                "/help?text=40001",
                "/help/" + hostile,
                "/help/40001",
                "/help/segment-file-missing-column",
                "/settings",
                "/log-in",
                "/welcome",
                "/error")) {
            all.put(address, SamplePages.at(pages, visit, address));
        }
        all.put(
                "/log-in with what was typed",
                DoorPages.logIn(
                        CSRF,
                        ConsoleSample.HOSTILE,
                        ConsoleSample.HOSTILE,
                        Optional.of(ConsoleSample.HOSTILE + ConsoleSample.STEERING),
                        Optional.of(ConsoleSample.HOSTILE)));
        all.put(
                "/welcome with what was typed",
                DoorPages.welcome(
                        CSRF, ConsoleSample.HOSTILE, ConsoleSample.HOSTILE, Optional.of(ConsoleSample.HOSTILE)));
        all.put(
                "a form of an ended session",
                DoorPages.logIn(
                        CSRF, "/", "", Optional.empty(), Optional.empty(), Map.of("reason", ConsoleSample.HOSTILE)));
        all.put("a form to send again", DoorPages.resume(CSRF, "/workflows", Map.of("reason", ConsoleSample.HOSTILE)));
        all.put(
                "a notice",
                pages.overview()
                        .show(visit.with(new Visit.Notice(false, ConsoleSample.HOSTILE + ConsoleSample.STEERING))));
        return all;
    }
}
