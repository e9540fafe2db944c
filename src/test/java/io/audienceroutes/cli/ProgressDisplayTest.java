package io.audienceroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
    private final StringWriter printed = new StringWriter();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void terminalShowsOneLineThatChangesAndIsTakenAwayAtTheEnd() {
        ProgressDisplay display = display(true);

        display.show(() -> "too early");
        pass(200);
        display.show(() -> "one");
        pass(199);
        display.show(() -> "too soon");
        pass(1);
        display.show(() -> "two");
        display.end();

        assertThat(printed.toString()).isEqualTo("\r\u001b[Kone\r\u001b[Ktwo\r\u001b[K");
    }

    @Test
    void elsewhereItShowsAPlainLineEveryTenSeconds() {
        ProgressDisplay display = display(false);

        pass(9_999);
        display.show(() -> "too early");
        pass(1);
        display.show(() -> "one");
        pass(10_000);
        display.show(() -> "two");
        display.end();

        assertThat(printed.toString().lines()).containsExactly("one", "two");
        assertThat(printed.toString()).doesNotContain("\r\u001b");
    }

    @Test
    void whatIsSaidStaysAndStartsAtTheMargin() {
        ProgressDisplay display = display(true);
        pass(200);
        display.show(() -> "half of it");

        display.say("Interrupted.");
        display.end();

        assertThat(printed.toString()).isEqualTo("\r\u001b[Khalf of it\r\u001b[KInterrupted." + System.lineSeparator());
    }

    private ProgressDisplay display(boolean interactive) {
        return new ProgressDisplay(new Terminal(new PrintWriter(printed), interactive), nanos::get);
    }

    private void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
