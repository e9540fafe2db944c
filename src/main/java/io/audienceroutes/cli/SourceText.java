package io.audienceroutes.cli;

import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.source.SourceState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A source as text. */
final class SourceText {
    private SourceText() {}

    static String of(SourceState source, ErrorCatalog catalog) {
        List<String> lines = new ArrayList<>();
        lines.add(source.destination() + ": " + source.state().name().toLowerCase(Locale.ROOT) + " since "
                + seconds(source.since()));
        lines.add("  place         " + source.place());
        lines.add(
                "  last look     " + source.lookedAt().map(SourceText::seconds).orElse("none yet"));
        if (source.waiting() > 0) {
            lines.add("  files         " + source.waiting() + " seen but not picked up yet: they may still be written");
        }
        source.leftAlone().forEach((name, reason) -> lines.add("  left alone    " + name + ": " + reason));
        Optional<String> condition = source.condition();
        if (condition.isPresent()) {
            lines.add("  problem       "
                    + catalog.forCondition(condition.get()).action().title());
            lines.add("                " + source.message().orElse(""));
            lines.add("  failed polls  " + source.failures());
            lines.add("  next try      "
                    + source.nextTry().map(SourceText::seconds).orElse("at the next interval"));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
