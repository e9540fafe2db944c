package io.audienceroutes.cli;

import io.audienceroutes.state.StoredJson;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** The option of commands whose answer people read as text, and programs as JSON. */
final class JsonOption {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    boolean isGiven() {
        return json;
    }

    /** The answer in the form that was asked for. */
    String shown(Object answer, Supplier<String> text) {
        return json ? StoredJson.writePretty(answer) : text.get();
    }
}
