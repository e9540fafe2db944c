package io.audienceroutes.api;

import io.audienceroutes.audience.AudienceList;
import io.audienceroutes.watch.AudienceMonitor;
import io.audienceroutes.watch.AudienceReport;
import io.audienceroutes.watch.AudienceReports;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Header;

/** Audiences over HTTP: what TikTok told of them, and a look on request. Called by the routes {@code console-*}. */
public final class AudienceApi {
    private final AudienceMonitor audienceMonitor;
    private final AudienceReports reports;

    /** Answers from these. */
    public AudienceApi(AudienceMonitor audienceMonitor, AudienceReports reports) {
        this.audienceMonitor = audienceMonitor;
        this.reports = reports;
    }

    /** Every audience that lists were delivered to. */
    public ApiAnswer list() {
        return ApiAnswer.json(
                200,
                new AudienceSummaries(
                        reports.all().stream().map(AudienceSummary::of).toList()));
    }

    /** The audiences of this name or id, with their histories. */
    public ApiAnswer show(@Header("id") String nameOrId) {
        List<AudienceReport> found = reports.of(nameOrId);
        if (found.isEmpty()) {
            throw new ApiNotFound("No list was delivered to an audience of this name or id. The call /api/v1/audiences"
                    + " lists those that were delivered to.");
        }
        return ApiAnswer.json(
                200,
                new AudienceSummaries(found.stream().map(AudienceSummary::of).toList()));
    }

    /** The lists that a look at all audiences reads. */
    public List<AudienceList> lists() {
        return audienceMonitor.lists(Optional.empty());
    }
}
