package io.audienceroutes.cli;

import io.audienceroutes.stage.Progress.Position;
import io.audienceroutes.workflow.Stage;
import java.util.Locale;

/** The progress of a stage as text: done of total, rate, time left. */
final class ProgressText {
    private static final long MINUTE = 60;
    private static final long HOUR = 3600;

    private ProgressText() {}

    static String of(Stage stage, Position position) {
        String done = String.format(Locale.ROOT, "%,d", position.done());
        String total = position.total() > 0 ? String.format(Locale.ROOT, " of %,d", position.total()) : "";
        String rate = String.format(Locale.ROOT, ", %,.0f/s", position.rate());
        return stage.label() + ": " + done + total + " " + position.unit() + rate + left(position);
    }

    private static String left(Position position) {
        if (position.total() == 0 || position.rate() <= 0) {
            return "";
        }
        long seconds = Math.round(Math.max(0, position.total() - position.done()) / position.rate());
        return ", " + clock(seconds) + " left";
    }

    private static String clock(long seconds) {
        String minutesAndSeconds = String.format(Locale.ROOT, "%02d:%02d", seconds % HOUR / MINUTE, seconds % MINUTE);
        return seconds < HOUR ? minutesAndSeconds : seconds / HOUR + ":" + minutesAndSeconds;
    }
}
