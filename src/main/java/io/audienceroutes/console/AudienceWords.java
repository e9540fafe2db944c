package io.audienceroutes.console;

import io.audienceroutes.audience.AudienceReading;
import io.audienceroutes.watch.AudienceReport;

/** Audiences in words. */
final class AudienceWords {
    private AudienceWords() {}

    static String state(AudienceReport report) {
        return report.told().map(AudienceReading::state).orElse("not read yet");
    }

    static String matched(AudienceReport report) {
        return report.told().map(AudienceWords::matched).orElse("unknown");
    }

    static String matched(AudienceReading reading) {
        return reading.matched().isPresent() ? Show.count(reading.matched().getAsLong()) : "unknown";
    }
}
