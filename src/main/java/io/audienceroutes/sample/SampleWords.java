package io.audienceroutes.sample;

import io.audienceroutes.audience.AudienceReading;
import io.audienceroutes.workflow.HeldFigures;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Workflow;
import java.util.Locale;

/** The text about a sample to approve: what was sent, what TikTok reports about it, and what would follow. */
public final class SampleWords {
    private SampleWords() {}

    static String of(Workflow list, Workflow sample, AudienceReading reading) {
        Receipt receipt = sample.receipt().orElseThrow();
        long identifiers = list.preparation().orElseThrow().acceptedIdentifiers();
        boolean rehearsal = list.settings().sandbox();
        return String.format(
                Locale.ROOT,
                "The sample of %s is in audience '%s' (id %s): %,d members, of which %,d were added now, by workflow %s%s."
                        + " %s tells of it at %s: %s. Nothing of the whole list was sent: it has %,d identifiers"
                        + " for audience '%s'. %s, and 'audience-routes workflows retry %s' reads it again. Then"
                        + " approve, or reject.",
                list.fileName(),
                sample.audienceName(),
                receipt.audienceId().orElse("unknown"),
                receipt.identifiers(),
                receipt.outcomes().added(),
                sample.id(),
                receipt.outcomes().failed() > 0
                        ? String.format(
                                Locale.ROOT, "; %,d failed", receipt.outcomes().failed())
                        : "",
                rehearsal ? "The simulator" : "TikTok",
                reading.at(),
                told(reading),
                identifiers,
                list.audienceName(),
                rehearsal
                        ? "This is a rehearsal: the sample is in the simulator only"
                        : "Look at the sample in TikTok Ads Manager; its size may take 48 hours to show",
                list.id());
    }

    /** The figures that an approval of the sample covers, without the time of the reading. */
    static HeldFigures figures(Workflow sample, AudienceReading reading) {
        Receipt receipt = sample.receipt().orElseThrow();
        return new HeldFigures()
                .with("sample", sample.id())
                .with("members", receipt.identifiers())
                .with("added", receipt.outcomes().added())
                .with("failed", receipt.outcomes().failed())
                .with("listed", reading.listed())
                .with("type", reading.type())
                .with(
                        "matched",
                        reading.matched().isPresent() ? reading.matched().getAsLong() : "")
                .with("available", reading.valid())
                .with("expires", reading.expiresAt().map(String::valueOf).orElse(""))
                .with("status", reading.status())
                .with("problem", reading.problem());
    }

    /** A reading as text. */
    public static String told(AudienceReading reading) {
        if (!reading.listed()) {
            return "no such audience yet";
        }
        StringBuilder words = new StringBuilder("type ").append(reading.type());
        reading.matched().ifPresent(people -> words.append(String.format(Locale.ROOT, ", %,d matched people", people)));
        words.append(reading.valid() ? ", available" : ", not available yet or no longer available");
        reading.expiresAt().ifPresent(at -> words.append(", expires at ").append(at));
        if (!reading.status().isEmpty()) {
            words.append(", message '").append(reading.status()).append('\'');
        }
        if (!reading.problem().isEmpty()) {
            words.append(", problem '").append(reading.problem()).append('\'');
        }
        return words.toString();
    }
}
