package io.audienceroutes.cli;

import io.audienceroutes.app.BundleHome;
import io.audienceroutes.app.BundleOptions;
import io.audienceroutes.app.BundleSettings;
import io.audienceroutes.app.InvalidSettings;
import io.audienceroutes.catalog.ActionStep;
import io.audienceroutes.catalog.CatalogEntry;
import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.catalog.Explanation;
import io.audienceroutes.catalog.WorkflowAction;
import io.audienceroutes.state.StoredJson;
import io.audienceroutes.text.SafeText;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains an error: a code of TikTok, a condition that alerts name, or a workflow action. */
@Command(
        name = "explain",
        description = "Explain a TikTok error code, a condition named in an alert, or a workflow action: what it means,"
                + " who has to act, and how. Some codes have several meanings, which differ only in the message.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    private static final int UNKNOWN = 1;
    private static final Pattern CODE = Pattern.compile("\\d{1,9}");
    private static final int SUGGESTIONS = 8;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ProfileOption profile;

    @Parameters(
            index = "0",
            paramLabel = "CODE",
            description = "A code such as 40001, a condition such as segment-file-mixed-hashes, or an action such as"
                    + " invalid-credentials.")
    private String subject;

    @Parameters(index = "1", arity = "0..1", paramLabel = "MESSAGE", description = "The message of TikTok's response.")
    private Optional<String> message;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        BundleOptions options = BundleOptions.forOneWorkflow(BundleHome.find(), profile.profiles());
        try (BundleSettings settings = BundleSettings.load(options)) {
            ErrorCatalog catalog = ErrorCatalog.load(settings.path("error-catalog.file"));
            PrintWriter out = SafeText.writer(spec.commandLine().getOut(), profile::inCommands);
            int exit = CODE.matcher(subject).matches() ? explainCode(catalog, out) : explainName(catalog, out);
            out.flush();
            return exit;
        }
    }

    private int explainCode(ErrorCatalog catalog, PrintWriter out) {
        Explanation explanation = catalog.explain(Integer.parseInt(subject), message);
        if (json) {
            out.println(StoredJson.writePretty(explanation));
        } else {
            explanation.meanings().forEach(entry -> print(out, entry));
        }
        return explanation.known() ? 0 : UNKNOWN;
    }

    private int explainName(ErrorCatalog catalog, PrintWriter out) {
        if (catalog.conditions().contains(subject)) {
            CatalogEntry entry = catalog.forCondition(subject);
            if (json) {
                out.println(StoredJson.writePretty(entry));
            } else {
                print(out, entry);
            }
            return 0;
        }
        if (catalog.actionIds().contains(subject)) {
            WorkflowAction action = catalog.action(subject);
            if (json) {
                out.println(StoredJson.writePretty(action));
            } else {
                out.println(subject + ": " + action.cause());
                print(out, action);
            }
            return 0;
        }
        throw new InvalidSettings("'" + SafeText.line(subject) + "' is unknown: expected a code such as 40001, or a"
                + " condition or an action of the error catalogue." + similar(catalog));
    }

    private String similar(ErrorCatalog catalog) {
        String part = subject.split("-", 2)[0].strip();
        String names = Stream.concat(catalog.conditions().stream(), catalog.actionIds().stream())
                .filter(name -> !part.isEmpty() && name.contains(part))
                .distinct()
                .sorted()
                .limit(SUGGESTIONS)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " Did you mean: " + names + "?";
    }

    private void print(PrintWriter out, CatalogEntry entry) {
        out.println(subject + ": " + entry.meaning());
        entry.messagePattern().ifPresent(pattern -> out.println("  when the message matches: " + pattern));
        out.println("  retried:   " + entry.retried());
        print(out, entry.action());
        entry.source().ifPresent(source -> out.println("  source:    " + source));
        out.println();
    }

    private static void print(PrintWriter out, WorkflowAction action) {
        out.println("  who acts:  " + action.who().id());
        out.println("  action:    " + action.title() + " (" + action.id() + ")");
        int number = 1;
        for (ActionStep step : action.steps()) {
            out.println("    " + number++ + ". " + step.textFor(Map.of()));
            step.links().forEach(link -> out.println("       " + link.title() + ": " + link.url()));
        }
    }
}
