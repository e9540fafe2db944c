package io.audienceroutes.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.audienceroutes.workflow.WorkflowState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The pages in a real browser, under the strict security policy: accessible, quiet, usable on a telephone. */
@Tag("flow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BrowserTest {
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    @TempDir
    static Path folder;

    private static ConsoleSample sample;
    private static ConsoleServer server;
    private static Playwright playwright;
    private static Browser browser;

    @BeforeAll
    static void open() {
        sample = new ConsoleSample(folder);
        server = new ConsoleServer(sample);
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        program("node").toString())));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program("chromium"))
                        .setChromiumSandbox(false)
                        .setArgs(List.of(
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    @AfterAll
    static void close() {
        browser.close();
        playwright.close();
        server.close();
        sample.close();
    }

    private static Path program(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not on the PATH; .ci/install-programs installs it"));
    }

    private static Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("overview", "/");
        addresses.put("workflows", "/workflows");
        addresses.put("workflows-configured", "/workflows?view=configured");
        addresses.put("workflows-none", "/workflows?text=nothing");
        addresses.put("workflow-succeeded", "/workflows/" + sample.succeeded);
        addresses.put("workflow-rejects", "/workflows/" + sample.withRejects);
        addresses.put("workflow-failed", "/workflows/" + sample.failed);
        addresses.put("workflow-held", "/workflows/" + sample.held);
        addresses.put("workflow-hostile", "/workflows/" + sample.hostile);
        addresses.put("plan", "/workflows/" + sample.planned);
        addresses.put("resolve", "/workflows/" + sample.failed + "/resolve");
        addresses.put("resolve-steps", "/workflows/" + sample.failed + "/resolve?command=resolve");
        addresses.put("approve", "/workflows/" + sample.held + "/resolve?command=approve");
        addresses.put("receipt", "/workflows/" + sample.withRejects + "/receipt");
        addresses.put("rejects", "/workflows/" + sample.withRejects + "/rejects");
        addresses.put("destinations", "/destinations");
        addresses.put("destination", "/destinations/crm");
        addresses.put("audiences", "/audiences");
        addresses.put(
                "audience",
                "/audiences/"
                        + sample.data()
                                .audiences()
                                .of("Customers 24 months")
                                .get(0)
                                .audienceId());
        addresses.put("activity", "/activity?check=yes");
        addresses.put("credentials", "/credentials");
        addresses.put("authorization", "/authorization");
        addresses.put("callback", "/callback");
        addresses.put("settings", "/settings");
        addresses.put("help", "/help?text=expired");
        addresses.put("help-entry", "/help/40001");
        addresses.put("log-in", "/log-in");
        addresses.put("resume", "/resume");
        addresses.put("welcome", "/welcome");
        addresses.put("error", "/error");
        return addresses;
    }

    @Test
    @Order(1)
    void everyPageIsAccessibleAndQuietInBothThemes() {
        List<String> problems = new ArrayList<>();
        for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            try (BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                            .setColorScheme(theme)
                            .setViewportSize(1360, 900));
                    Page page = context.newPage()) {
                page.onConsoleMessage(message -> {
                    if (message.type().equals("error") || message.type().equals("warning")) {
                        problems.add(page.url() + ": " + message.text());
                    }
                });
                page.onPageError(error -> problems.add(page.url() + ": " + error));
                addresses().forEach((name, address) -> {
                    page.navigate(server.address() + address);
                    // What is different in the dark are the colours
                    List<String> rules = theme == ColorScheme.DARK ? List.of("color-contrast") : List.of();
                    violations(page, rules).forEach(found -> problems.add(theme + " " + address + ": " + found));
                    shoot(page, name + "-" + theme.name().toLowerCase(Locale.ROOT));
                });
            }
        }
        assertThat(problems).isEmpty();
    }

    @Test
    @Order(2)
    void noPageScrollsSidewaysOnATelephone() {
        List<String> problems = new ArrayList<>();
        try (BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(390, 844));
                Page page = context.newPage()) {
            addresses().forEach((name, address) -> {
                page.navigate(server.address() + address);
                Number width = (Number) page.evaluate("document.documentElement.scrollWidth");
                if (width.intValue() > 390) {
                    problems.add(
                            address + " is " + width + " wide: "
                                    + page.evaluate(
                                            "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 391)"
                                                    + ".slice(0, 4).map(e => e.tagName + '.' + e.getAttribute('class')).join(' ')"));
                }
                if (name.equals("workflow-failed") || name.equals("overview")) {
                    violations(page, List.of()).forEach(found -> problems.add(address + ": " + found));
                }
                shoot(page, name + "-narrow");
            });
            page.navigate(server.address() + "/");
            assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Credentials"))
                            .isVisible())
                    .as("the navigation is closed")
                    .isFalse();
            page.locator(".menu summary").click();
            assertThat(page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Credentials"))
                            .isVisible())
                    .isTrue();
            shoot(page, "navigation-narrow");
        }
        assertThat(problems).isEmpty();
    }

    @Test
    @Order(3)
    void aFailedWorkflowIsResolvedByKeyboard() {
        try (BrowserContext context = browser.newContext();
                Page page = context.newPage()) {
            page.navigate(server.address() + "/workflows/" + sample.failed);
            page.getByText("Show resolutions").focus();
            page.keyboard().press("Enter");
            Locator dialog = page.locator("dialog[open]");
            dialog.getByText("Resolve failed workflow").waitFor();
            shoot(page, "dialog-resolutions");
            assertThat(dialog.locator("input[value=resolve]").isChecked()).isTrue();
            dialog.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Cancel"))
                    .focus();
            page.keyboard().press("Enter");
            assertThat(dialog.isVisible()).isFalse();
            assertThat(server.asked).noneMatch(request -> request.startsWith("POST"));

            page.getByText("Show resolutions").focus();
            page.keyboard().press("Enter");
            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Continue"))
                    .focus();
            page.keyboard().press("Enter");
            dialog.getByText("Resolve error").waitFor();
            assertThat(dialog.locator("ol.steps > li").count()).isGreaterThan(2);
            assertThat(dialog.locator(".links a").first().getAttribute("target"))
                    .isEqualTo("_blank");
            shoot(page, "dialog-steps");
            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Resolve"))
                    .focus();
            page.keyboard().press("Enter");
            // The page follows the workflow to its end without being loaded again
            page.locator("#standing .standing-row .chip-succeeded, #standing .standing-row .chip-issue")
                    .waitFor();
            assertThat(sample.data().workflows().require(sample.failed).state())
                    .isIn(WorkflowState.SUCCEEDED, WorkflowState.ISSUE);
            assertThat(page.getByText("Show resolutions").count()).isZero();
        }
    }

    @Test
    @Order(4)
    void theSecondOfTwoPeopleIsToldWhoWasFaster() {
        try (BrowserContext context = browser.newContext();
                Page first = context.newPage();
                Page second = context.newPage()) {
            for (Page page : List.of(first, second)) {
                page.navigate(server.address() + "/workflows/" + sample.hostile + "/resolve?command=resolve");
            }
            first.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Resolve"))
                    .click();
            first.waitForURL("**/workflows/" + sample.hostile);
            second.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Resolve"))
                    .click();

            second.getByText("Somebody was faster").waitFor();
            assertThat(second.locator("main").innerText()).contains("operator@example.com", "Resolve");
            shoot(second, "stale");
        }
    }

    @Test
    @Order(5)
    void progressIsAskedForAgainAndTimesAreOfTheReader() {
        try (BrowserContext context = browser.newContext(new Browser.NewContextOptions().setTimezoneId("Asia/Tokyo"));
                Page page = context.newPage()) {
            page.navigate(server.address() + "/workflows/" + sample.held);
            String path = "GET /workflows/" + sample.held + "/progress";
            page.waitForResponse("**/progress", () -> {});
            assertThat(server.asked).contains(path);
            Locator time = page.locator("dl.facts time").first();
            assertThat(time.getAttribute("title")).endsWith("UTC");
            assertThat(time.innerText()).doesNotContain("UTC");
            page.locator("[data-theme-switch]").click();
            assertThat(page.locator("html").getAttribute("data-theme")).isIn("light", "dark");
        }
    }

    private static List<String> violations(Page page, List<String> rules) {
        AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true);
        return (rules.isEmpty() ? axe : axe.withRules(rules))
                .analyze().getViolations().stream().map(BrowserTest::words).toList();
    }

    private static String words(Rule rule) {
        return rule.getId() + " at "
                + rule.getNodes().stream()
                        .limit(3)
                        .map(node -> node.getTarget() + " " + node.getFailureSummary())
                        .toList();
    }

    private static void shoot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }
}
