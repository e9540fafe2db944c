package io.audienceroutes.cli;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Shows progress: a changing line on a terminal, or an occasional line otherwise. */
final class ProgressDisplay {
    private static final long TERMINAL_MILLIS = 200;
    private static final long PLAIN_MILLIS = 10_000;
    private static final String EMPTY_LINE = "\r\u001b[K";

    private final Terminal terminal;
    private final LongSupplier nanos;
    private long lastShown;
    private boolean lineOpen;

    ProgressDisplay(Terminal terminal) {
        this(terminal, System::nanoTime);
    }

    ProgressDisplay(Terminal terminal, LongSupplier nanos) {
        this.terminal = terminal;
        this.nanos = nanos;
        this.lastShown = nanos.getAsLong();
    }

    /** Shows the text if an update is due; the text is created only then. */
    void show(Supplier<String> text) {
        long now = nanos.getAsLong();
        if (now - lastShown < TimeUnit.MILLISECONDS.toNanos(terminal.interactive() ? TERMINAL_MILLIS : PLAIN_MILLIS)) {
            return;
        }
        lastShown = now;
        if (terminal.interactive()) {
            terminal.out().print(EMPTY_LINE + text.get());
            lineOpen = true;
        } else {
            terminal.out().println(text.get());
        }
        terminal.out().flush();
    }

    /** Clears the changing line, so that further output starts at the margin. */
    void end() {
        if (lineOpen) {
            terminal.out().print(EMPTY_LINE);
            terminal.out().flush();
            lineOpen = false;
        }
    }

    /** Prints a line that stays. */
    void say(String text) {
        end();
        terminal.out().println(text);
        terminal.out().flush();
    }
}
