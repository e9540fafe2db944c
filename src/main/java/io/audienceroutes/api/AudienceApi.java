package io.audienceroutes.api;

import io.audienceroutes.audience.AudienceList;
import io.audienceroutes.state.StoredJson;
import io.audienceroutes.watch.AudienceMonitor;
import io.audienceroutes.watch.AudienceReport;
import io.audienceroutes.watch.AudienceReports;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Header;

/**
 * Audiences over HTTP: what TikTok reported about them, and a new reading on request. Called by the routes
 * {@code console-*}.
 */
public final class AudienceApi {
    private final AudienceMonitor audienceMonitor;
    private final AudienceReports reports;

    /** Uses these. */
    public AudienceApi(AudienceMonitor audienceMonitor, AudienceReports reports) {
        this.audienceMonitor = audienceMonitor;
        this.reports = reports;
    }

    /** Every audience that files were delivered to. */
    public ApiAnswer list() {
        return ApiAnswer.json(200, StoredJson.writePretty(reports.all()));
    }

    /** The audiences of this name or id, with their histories. */
    public ApiAnswer show(@Header("name") String nameOrId) {
        List<AudienceReport> found = reports.of(nameOrId);
        return found.isEmpty()
                ? ApiAnswer.json(
                        404,
                        StoredJson.writePretty(Map.of(
                                "error",
                                "No file was delivered to an audience with this name or id. List the"
                                        + " audiences with GET /api/audiences.")))
                : ApiAnswer.json(200, StoredJson.writePretty(found));
    }

    /** The lists to read for all audiences. */
    public List<AudienceList> lists() {
        return audienceMonitor.lists(Optional.empty());
    }
}
