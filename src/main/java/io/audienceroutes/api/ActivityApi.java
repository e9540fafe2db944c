package io.audienceroutes.api;

import io.audienceroutes.failure.Alerts;
import io.audienceroutes.state.EventFilter;
import io.audienceroutes.workflow.AuditLog;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Header;

/** The audit log and the alerts over HTTP. Called by the routes {@code api-*}. */
public final class ActivityApi {
    private final AuditLog audit;
    private final Alerts alerts;

    /** Reads these. */
    public ActivityApi(AuditLog audit, Alerts alerts) {
        this.audit = audit;
        this.alerts = alerts;
    }

    /** A page of the entries that match, newest first. */
    public ApiAnswer list(
            @Header("subject") String subject,
            @Header("actor") String actor,
            @Header("kind") String kind,
            @Header("since") String since,
            @Header("cursor") String cursor,
            @Header("limit") String limit) {
        int most = WorkflowApi.limitOf(limit);
        EventFilter filter = new EventFilter(
                WorkflowApi.given(subject),
                WorkflowApi.given(actor),
                WorkflowApi.given(kind),
                WorkflowApi.given(since).map(WorkflowApi::timeOf));
        List<ActivityPage.Entry> found = WorkflowApi.given(cursor)
                .map(ActivityApi::sequenceOf)
                .map(before -> audit.newestBefore(before, filter, most + 1))
                .orElseGet(() -> audit.newest(filter, most + 1))
                .stream()
                .map(ActivityPage.Entry::of)
                .toList();
        List<ActivityPage.Entry> page = found.subList(0, Math.min(most, found.size()));
        return ApiAnswer.json(
                200,
                new ActivityPage(
                        page, found.size() > most ? page.get(page.size() - 1).sequence() : null));
    }

    /** Computes the chain of the log anew. */
    public ApiAnswer check() {
        AuditLog.Check check = audit.check();
        return ApiAnswer.json(
                200, new ActivityCheck(check.holds(), check.entries(), check.head(), check.firstBroken()));
    }

    /** The newest alerts. */
    public ApiAnswer alerts(@Header("limit") String limit) {
        return ApiAnswer.json(
                200,
                new AlertList(alerts.newest(WorkflowApi.limitOf(limit)).stream()
                        .map(AlertList.Item::of)
                        .toList()));
    }

    private static long sequenceOf(String text) {
        return Optional.of(text)
                .filter(digits -> digits.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElseThrow(() -> new ApiInvalid("The cursor is not valid: expected the 'next' of an earlier page."));
    }
}
