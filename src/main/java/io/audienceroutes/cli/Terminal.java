package io.audienceroutes.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where progress is shown: standard error, so that standard output holds only the result. */
record Terminal(PrintWriter out, boolean interactive) {
    static Terminal find() {
        return new Terminal(new PrintWriter(System.err, true, StandardCharsets.UTF_8), isInteractive());
    }

    /**
     * Java 22 and later return a console even without a terminal; on older versions its absence means that there is
     * none.
     */
    @SuppressWarnings("SystemConsoleNull") // the variable TERM is checked as well
    private static boolean isInteractive() {
        Console console = System.console();
        String term = System.getenv("TERM");
        return console != null && term != null && !term.equals("dumb");
    }
}
