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
                                "No list was delivered to an audience of this name or id. The call /api/audiences lists"
                                        + " those that were delivered to.")))
                : ApiAnswer.json(200, StoredJson.writePretty(found));
    }

    /** The lists that a look at all audiences reads. */
    public List<AudienceList> lists() {
        return audienceMonitor.lists(Optional.empty());
    }
}
