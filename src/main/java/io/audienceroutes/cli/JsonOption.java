package io.audienceroutes.cli;

import io.audienceroutes.state.StoredJson;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The option of commands that print text or JSON. */
final class JsonOption {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    boolean isGiven() {
        return json;
    }

    /** The output in the requested form. */
    String shown(Object answer, Supplier<String> text) {
        return json ? StoredJson.writePretty(answer) : text.get();
    }
}
