package io.audienceroutes.app;

import io.audienceroutes.catalog.ActionStep;
import io.audienceroutes.catalog.CatalogEntry;
import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.catalog.Explanation;
import io.audienceroutes.workflow.StoredJson;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what an error of TikTok means and what to do about it. */
@Command(
        name = "explain",
        description =
                "Says what a TikTok error code means, who must act, and how. Some codes have several meanings that"
                        + " only the message tells apart.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    private static final int UNKNOWN = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ProfileOption profile;

    @Parameters(index = "0", paramLabel = "CODE", description = "The code of TikTok's answer, for example 40001.")
    private int code;

    @Parameters(index = "1", arity = "0..1", paramLabel = "MESSAGE", description = "The message of TikTok's answer.")
    private Optional<String> message;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public Integer call() {
        BundleOptions options = BundleOptions.forOneWorkflow(BundleHome.find(), profile.profiles());
        try (BundleSettings settings = BundleSettings.load(options)) {
            ErrorCatalog catalog = ErrorCatalog.load(settings.path("error-catalog.file"));
            Explanation explanation = catalog.explain(code, message);
            PrintWriter out = SafeText.writer(spec.commandLine().getOut());
            if (json) {
                out.println(StoredJson.writePretty(explanation));
            } else {
                print(out, explanation);
            }
            out.flush();
            return explanation.known() ? 0 : UNKNOWN;
        }
    }

    private static void print(PrintWriter out, Explanation explanation) {
        for (CatalogEntry entry : explanation.meanings()) {
            out.println(explanation.code() + ": " + entry.meaning());
            entry.messagePattern().ifPresent(pattern -> out.println("  when the message matches: " + pattern));
            out.println("  retried:   " + entry.retried());
            out.println("  who acts:  " + entry.action().who().id());
            out.println("  action:    " + entry.action().title() + " ("
                    + entry.action().id() + ")");
            int number = 1;
            for (ActionStep step : entry.action().steps()) {
                out.println("    " + number++ + ". " + step.text());
                step.links().forEach(link -> out.println("       " + link.title() + ": " + link.url()));
            }
            entry.source().ifPresent(source -> out.println("  source:    " + source));
            out.println();
        }
    }
}
