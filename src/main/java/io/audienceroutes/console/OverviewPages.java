package io.audienceroutes.console;

import io.audienceroutes.audience.AudienceWarning;
import io.audienceroutes.console.Page.Section;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.failure.Alert;
import io.audienceroutes.source.SourceState;
import io.audienceroutes.watch.AudienceReport;
import io.audienceroutes.workflow.Workflow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The page that people see first: what needs them, what is at work, what was delivered. */
public final class OverviewPages {
    private static final int SHOWN = 8;
    private static final int ALERTS = 12;

    private final ConsoleData data;
    private final Frame frame;

    /** Pages of what is in these. */
    public OverviewPages(ConsoleData data) {
        this.data = data;
        this.frame = new Frame(data);
    }

    /** Path {@code /}. */
    public String show(Visit visit) {
        Map<String, Object> parameters = new HashMap<>(work());
        parameters.put("ended", rows(data.workflows().ended(SHOWN)));
        parameters.put("alerts", alerts());
        parameters.put("audiences", troubled());
        parameters.put("sources", down());
        parameters.put("scheduled", scheduled());
        parameters.put("configured", data.destinations().now().all().size());
        return frame.page(visit, "Overview", Section.OVERVIEW, "overview", parameters);
    }

    /** Path {@code /overview/work}: the part of the page above that changes by itself. */
    public String work(Visit visit) {
        return Frame.part("overviewWork", work());
    }

    private Map<String, Object> work() {
        List<Workflow> needed = data.workflows().needingPeople(SHOWN);
        Set<String> shown = needed.stream().map(Workflow::id).collect(Collectors.toSet());
        List<Workflow> open = data.workflows().open().stream()
                .filter(workflow -> !shown.contains(workflow.id()))
                .limit(SHOWN)
                .toList();
        return Map.of(
                "open",
                rows(open),
                "needed",
                rows(needed),
                "counts",
                data.workflows().counts());
    }

    private List<WorkflowRow> rows(List<Workflow> workflows) {
        return workflows.stream()
                .map(workflow -> new WorkflowRow(
                        workflow,
                        data.progress().of(workflow.id()),
                        data.clock().instant()))
                .toList();
    }

    private List<Alert> alerts() {
        return data.alerts().newest(ALERTS);
    }

    /** Audiences with a warning; a stale one among them. */
    private List<AudienceReport> troubled() {
        return data.audiences().all().stream()
                .filter(report -> !report.warnings().isEmpty())
                .limit(SHOWN)
                .toList();
    }

    private List<SourceState> down() {
        return data.sources().all().stream()
                .filter(source -> source.state() == SourceState.State.DOWN)
                .toList();
    }

    private List<Destination> scheduled() {
        return data.destinations().now().all().stream()
                .filter(destination -> destination.schedule().isPresent())
                .limit(SHOWN)
                .toList();
    }

    /** What a warning is called on a page. */
    static String words(AudienceWarning.Kind kind) {
        return switch (kind) {
            case GONE -> "Deleted in TikTok";
            case EXPIRED -> "Expired";
            case EXPIRING -> "Expires soon";
            case INVALID -> "Not available";
            case UNMATCHED -> "Hardly any match";
            case BELOW_MINIMUM -> "Below 1,000";
            case TWINS -> "Duplicate name";
            case STALE -> "Stale";
        };
    }
}
