package io.audienceroutes.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import io.audienceroutes.app.BoundBeans;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.WorkflowState;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documentation of routes, settings and states is generated from them; a difference prints the text to paste. */
class GeneratedDocsTest {
    /** From the file that arrives to the audience, then what runs beside that path. Each group is one diagram. */
    private static final List<Group> GROUPS = List.of(
            new Group(
                    "Receive: from the source to a stored workflow",
                    List.of(
                            "pick-up-from-folder",
                            "pick-up-from-sftp",
                            "pick-up-from-s3",
                            "receive-segment-file",
                            "watch-files",
                            "report-missing-file")),
            new Group(
                    "The queue: which stage runs next",
                    List.of("run-workflows", "run-claim", "run-stage", "wake-workflows", "resume-workflow")),
            new Group(
                    "Prepare: from rows to hashed members",
                    List.of("prepare-members", "prepare-part", "read-records", "read-records-with-camel-csv")),
            new Group(
                    "Compare: the audience and what changes in it",
                    List.of(
                            "sample-first",
                            "ensure-audience",
                            "look-up-audience",
                            "list-audiences",
                            "read-audience-pages",
                            "create-audience",
                            "compare-members")),
            new Group("Samples and plans", List.of("read-audience", "remove-sample", "plan-delivery")),
            new Group(
                    "Deliver: batches to TikTok",
                    List.of(
                            "deliver-changes",
                            "deliver-batches",
                            "send-batches-together",
                            "send-only-batch",
                            "deliver-batch",
                            "map-batch")),
            new Group(
                    "Calls: one request to TikTok",
                    List.of("call-tiktok", "make-attempts", "obtain-token", "renew-token", "attempt-tiktok-call")),
            new Group("Confirm: snapshot and receipt", List.of("confirm-delivery")),
            new Group("Failures and alerts", List.of("error-policy", "fail-workflow", "stop-workflow", "send-alert")),
            new Group("Credentials", List.of("complete-authorization", "check-credential")),
            new Group(
                    "Monitoring and clean-up",
                    List.of(
                            "check-destinations",
                            "check-destination",
                            "watch-audiences",
                            "read-audiences",
                            "clean-up")));

    private static final List<String> READING_ORDER =
            GROUPS.stream().flatMap(group -> group.routes().stream()).toList();

    private record Group(String title, List<String> routes) {}

    private static final Pattern VARIABLE_TYPE = Pattern.compile("(?m)^\\| `\\w+` \\| ([A-Z]\\w+)(?:\\.(\\w+))? \\|");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{variable\\.([a-zA-Z]+)");

    @Test
    void theReadingOrderNamesEveryRoute() {
        assertThat(RouteFile.product()).extracting(RouteFile::name).containsExactlyInAnyOrderElementsOf(READING_ORDER);
    }

    @Test
    void howItWorksDrawsTheRoutesOfEachGroup() {
        String drawn = GROUPS.stream()
                .map(group -> "### " + group.title() + "\n\n```mermaid\n"
                        + RouteDiagram.of(inReadingOrder(), group.routes()) + "\n```")
                .collect(Collectors.joining("\n\n"));

        DocsPage.site("how-it-works.md").requireBlock("routes drawn", drawn);
    }

    @Test
    void theReadmeDrawsTheStages() {
        List<String> stages = Arrays.stream(Stage.values()).map(Stage::label).toList();
        String picture = "flowchart LR\n  source[/Folder, SFTP or S3/] --> " + String.join(" --> ", stages)
                + "\n  Deliver == batches ==> tiktok{{TikTok}}\n  "
                + String.join(" & ", stages)
                + " -. failure .-> action[Workflow action]";

        DocsPage.readme().requireBlock("stages drawn", "```mermaid\n" + picture + "\n```");
    }

    @Test
    void howItWorksListsTheRoutes() {
        String rows = inReadingOrder().stream()
                .map(file -> "| [" + file.name() + "](../../../"
                        + file.path().toString().replace('\\', '/') + ") | "
                        + file.item().path("description").asText() + " | " + raises(file) + " |")
                .collect(Collectors.joining("\n"));

        DocsPage.site("how-it-works.md")
                .requireBlock("routes listed", "| file | what it does | raises |\n| --- | --- | --- |\n" + rows);
    }

    @Test
    void theSettingsPageListsEverySetting() {
        StringBuilder page = new StringBuilder();
        String section = "";
        for (BundleProperties.Entry entry : BundleProperties.shipped().own()) {
            if (!entry.section().equals(section)) {
                section = entry.section();
                page.append("\n## ").append(section).append("\n\n| key | default | meaning |\n| --- | --- | --- |\n");
            }
            page.append(row("`" + entry.key() + "`", written(entry.value()), entry.comment()));
        }

        DocsPage.site("settings.md").requireBlock("settings", page.toString());
    }

    @Test
    void theSettingsPageListsTheSandbox() {
        String rows = BundleProperties.sandbox().own().stream()
                .map(entry -> row("`" + entry.key() + "`", "`" + entry.value() + "`"))
                .collect(Collectors.joining());

        DocsPage.site("settings.md").requireBlock("sandbox", "| key | value |\n| --- | --- |\n" + rows);
    }

    @Test
    void howItWorksListsTheStates() {
        String rows = Arrays.stream(WorkflowState.values())
                .map(state -> row(
                        state.label(),
                        followers(state),
                        Integer.toString(state.exitCode()),
                        state.ended() ? "yes" : "no"))
                .collect(Collectors.joining());

        DocsPage.site("how-it-works.md")
                .requireBlock(
                        "states",
                        "| state | may be followed by | exit code | ended |\n| --- | --- | --- | --- |\n" + rows);
    }

    @Test
    void howItWorksListsTheVariablesOfTheRoutes(@TempDir Path data) {
        Set<String> used = BeanCall.variables(RouteFile.product(), BoundBeans.types(data));
        RouteFile.product()
                .forEach(file -> file.eachValue((place, value) -> {
                    VARIABLE.matcher(value.asText()).results().forEach(found -> used.add(found.group(1)));
                    if (place.endsWith("/variableReceive") || place.endsWith("/setVariable/name")) {
                        used.add(value.asText());
                    }
                }));

        assertThat(DocsPage.site("how-it-works.md").firstCells("variables"))
                .as("variables listed in how-it-works.md")
                .containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void theTypesOfTheVariablesExist() {
        Map<String, String> sources = SourceFiles.main();
        Findings findings = Findings.against("a type of a variable in how-it-works.md is a class, or a nested one");
        VARIABLE_TYPE.matcher(DocsPage.site("how-it-works.md").text()).results().forEach(row -> {
            boolean exists = sources.entrySet().stream()
                    .filter(source -> source.getKey().endsWith("/" + row.group(1) + ".java"))
                    .anyMatch(source -> row.group(2) == null
                            || source.getValue()
                                    .matches("(?s).*\\b(class|record|enum|interface) " + row.group(2) + "\\b.*"));
            if (!exists) {
                findings.add(row.group());
            }
        });
        findings.requireNone();
    }

    private static List<RouteFile> inReadingOrder() {
        return RouteFile.product().stream()
                .sorted((one, other) ->
                        Integer.compare(READING_ORDER.indexOf(one.name()), READING_ORDER.indexOf(other.name())))
                .toList();
    }

    private static String raises(RouteFile file) {
        return file.route()
                .map(route -> route.path("note").asText().replaceAll("^.*raises: ", ""))
                .orElse("nothing");
    }

    private static String followers(WorkflowState state) {
        String followers = state.followers().stream().map(WorkflowState::label).collect(Collectors.joining(", "));
        return followers.isEmpty() ? "nothing" : followers;
    }

    private static String written(String value) {
        return value.isEmpty() ? "" : "`" + value + "`";
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
