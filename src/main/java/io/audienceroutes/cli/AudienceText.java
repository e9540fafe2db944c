package io.audienceroutes.cli;

import io.audienceroutes.audience.AudienceReading;
import io.audienceroutes.text.Figures;
import io.audienceroutes.text.SafeText;
import io.audienceroutes.watch.AudienceReport;
import io.audienceroutes.watch.AudienceReport.Span;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Audiences as text. */
final class AudienceText {
    private static final String HISTORY_ROW = "  %-20s  %-20s %13s  %-13s %s";
    private static final int BAR = 24;

    private AudienceText() {}

    /** One line per item. */
    static String list(List<AudienceReport> reports) {
        TextTable table = TextTable.of("AUDIENCE", "ID", "SENT", "MATCHED", "STATE", "REFRESHED", "WARNINGS")
                .alignRight("SENT", "MATCHED");
        reports.forEach(report -> table.row(
                SafeText.line(report.name()),
                report.audienceId(),
                Figures.count(report.members()),
                matched(report.told()),
                state(report.told()),
                report.refreshedAt().map(AudienceText::day).orElse("never"),
                warnings(report)));
        return table.toString();
    }

    /** Everything about one audience. */
    static String details(AudienceReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("Audience " + report.name());
        lines.add("  id            " + report.audienceId() + (report.madeHere() ? ", made here" : ", made elsewhere"));
        lines.add("  advertiser    " + report.advertiserId());
        lines.add("  destinations  " + String.join(", ", report.destinations()));
        lines.add("  credential    " + report.credential());
        lines.add("  sent          " + Figures.count(report.members()) + " members that TikTok accepted");
        lines.add("  matched       " + matched(report.told()) + " people");
        lines.add("  state         " + state(report.told()));
        report.told().flatMap(AudienceReading::expiresAt).ifPresent(end -> lines.add("  expires at    " + end));
        report.told().ifPresent(told -> texts(lines, told));
        lines.add("  refreshed at  "
                + report.refreshedAt().map(AudienceText::second).orElse("never"));
        lines.add("  shows by      " + second(report.availableBy()));
        lines.add("  read at       "
                + report.told().map(told -> second(told.at())).orElse("never yet"));
        lines.add("  next reading  "
                + report.nextReading()
                        .map(AudienceText::second)
                        .orElse("none: no destination delivers to it any more"));
        report.unreadable().ifPresent(why -> lines.add("  last try      " + why));
        report.warnings().forEach(warning -> {
            lines.add("");
            lines.add("Warning since " + second(warning.since()) + ": "
                    + warning.kind().id());
            lines.add("  " + warning.message());
        });
        lines.addAll(history(report.history()));
        return String.join(System.lineSeparator(), lines);
    }

    /** TikTok's texts, and other audiences with the same name. */
    private static void texts(List<String> lines, AudienceReading told) {
        if (!told.status().isEmpty()) {
            lines.add("  message       " + told.status());
        }
        if (!told.problem().isEmpty()) {
            lines.add("  problem       " + told.problem());
        }
        if (!told.twins().isEmpty()) {
            lines.add("  same name     " + String.join(", ", told.twins()));
        }
    }

    /** Newest first; the bars show the sizes relative to the largest. */
    private static List<String> history(List<Span> spans) {
        List<String> lines = new ArrayList<>();
        if (!spans.isEmpty()) {
            lines.add("");
            lines.add(String.format(Locale.ROOT, HISTORY_ROW, "FROM", "TO", "MATCHED", "STATE", "")
                    .stripTrailing());
        }
        long largest = spans.stream()
                .mapToLong(span -> span.reading().matched().orElse(0))
                .max()
                .orElse(0);
        for (Span span : spans) {
            Optional<AudienceReading> told = Optional.of(span.reading());
            lines.add(String.format(
                            Locale.ROOT,
                            HISTORY_ROW,
                            second(span.from()),
                            second(span.reading().at()),
                            matched(told),
                            state(told),
                            bar(span.reading().matched(), largest))
                    .stripTrailing());
        }
        return lines;
    }

    private static String bar(OptionalLong matched, long largest) {
        long people = matched.orElse(0);
        return people == 0 ? "" : "#".repeat((int) Math.max(1, Math.round((double) people * BAR / largest)));
    }

    private static String matched(Optional<AudienceReading> told) {
        return told.map(AudienceReading::matched)
                .filter(OptionalLong::isPresent)
                .map(people -> Figures.count(people.getAsLong()))
                .orElse("unknown");
    }

    private static String state(Optional<AudienceReading> told) {
        return told.map(AudienceReading::state).orElse("not read yet");
    }

    private static String warnings(AudienceReport report) {
        List<String> words = new ArrayList<>(
                report.warnings().stream().map(warning -> warning.kind().id()).toList());
        report.unreadable().ifPresent(why -> words.add("unreadable"));
        return String.join(", ", words);
    }

    private static String day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
    }

    private static String second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
