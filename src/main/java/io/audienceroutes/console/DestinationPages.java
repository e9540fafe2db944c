package io.audienceroutes.console;

import io.audienceroutes.console.Page.Section;
import io.audienceroutes.destination.ConnectionState;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.failure.Alert;
import io.audienceroutes.source.SourceState;
import io.audienceroutes.watch.AudienceReport;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The pages of destinations: which there are and how they stand, and one of them with its settings and history. */
public final class DestinationPages {
    private static final int HISTORY = 20;
    private static final int ALERTS = 40;

    private final ConsoleData data;
    private final Frame frame;

    /** Pages of what is in these. */
    public DestinationPages(ConsoleData data) {
        this.data = data;
        this.frame = new Frame(data);
    }

    /** Path {@code /destinations}. */
    public String list(Visit visit) {
        Map<String, ConnectionState> connections = byName(data.connections().all(), ConnectionState::destination);
        Map<String, SourceState> sources = byName(data.sources().all(), SourceState::destination);
        Map<String, Workflow> newest = byName(data.workflows().newestOfEach(), Workflow::destination);
        List<Row> rows = data.destinations().now().all().stream()
                .map(destination -> new Row(
                        destination,
                        Optional.ofNullable(connections.get(destination.name())),
                        Optional.ofNullable(sources.get(destination.name())),
                        Optional.ofNullable(newest.get(destination.name())).map(this::row)))
                .toList();
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("rows", rows);
        parameters.put(
                "problems",
                data.destinations().problems().stream()
                        .map(problem -> Show.text(problem.toString()))
                        .toList());
        parameters.put("alerts", data.alerts().newest(ALERTS));
        return frame.page(visit, "Destinations", Section.DESTINATIONS, "destinations", parameters);
    }

    private static <T> Map<String, T> byName(List<T> all, Function<T, String> name) {
        return all.stream().collect(Collectors.toMap(name, Function.identity(), (first, second) -> first));
    }

    private WorkflowRow row(Workflow workflow) {
        return new WorkflowRow(
                workflow, data.progress().of(workflow.id()), data.clock().instant());
    }

    /**
     * Path {@code /destinations/{name}}; {@link io.audienceroutes.destination.DestinationUnknown} where there is none of
     * this name.
     */
    public String show(Visit visit, String name) {
        Destination destination = data.destinations().require(name);
        List<Workflow> history = data.workflows().list(of(name), HISTORY);
        Map<String, Object> parameters = new HashMap<>();
        parameters.put(
                "row",
                new Row(
                        destination,
                        data.connections().find(name),
                        data.sources().find(name),
                        history.stream().findFirst().map(this::row)));
        parameters.put("rows", history.stream().map(this::row).toList());
        parameters.put("plots", plots(name));
        parameters.put("changes", changes(history));
        parameters.put("rejected", rejected(history));
        parameters.put(
                "alerts",
                data.alerts().newest(200).stream()
                        .filter(alert -> isAbout(alert, name, history))
                        .toList());
        return frame.page(visit, "Destination " + name, Section.DESTINATIONS, "destination", parameters);
    }

    private static WorkflowFilter of(String name) {
        return new WorkflowFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.of(name),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    private static boolean isAbout(Alert alert, String name, List<Workflow> history) {
        return alert.topic().subject().equals(name)
                || alert.workflowId()
                        .filter(id -> history.stream()
                                .anyMatch(workflow -> workflow.id().equals(id)))
                        .isPresent();
    }

    /** The sizes of the audiences that this destination feeds. */
    private List<AudiencePlot> plots(String name) {
        return data.audiences().all().stream()
                .filter(report -> report.destinations().contains(name))
                .limit(3)
                .flatMap(report -> data.audiences().of(report.audienceId()).stream())
                .map(AudiencePlot::of)
                .toList();
    }

    private static Columns changes(List<Workflow> history) {
        return new Columns(
                "Added and removed",
                "Added",
                "Removed",
                deliveries(
                        history,
                        receipt -> receipt.outcomes().added(),
                        receipt -> receipt.outcomes().removed()
                                + receipt.unlisted().removed()));
    }

    private static Columns rejected(List<Workflow> history) {
        return new Columns(
                "Rejected rows of a thousand",
                "Rejected",
                "",
                deliveries(
                        history,
                        receipt -> receipt.rowsRead() == 0
                                ? 0
                                : Math.round(1000.0 * receipt.rowsRejected() / receipt.rowsRead()),
                        receipt -> 0L));
    }

    private static List<Columns.Delivery> deliveries(
            List<Workflow> history, Function<Receipt, Long> up, Function<Receipt, Long> down) {
        List<Columns.Delivery> deliveries = new ArrayList<>();
        for (Workflow workflow : history) {
            if (workflow.type().deliversList()
                    && workflow.state().ended()
                    && workflow.receipt().isPresent()) {
                Receipt receipt = workflow.receipt().get();
                deliveries.add(new Columns.Delivery(
                        workflow.id(), workflow.arrivedAt(), up.apply(receipt), down.apply(receipt)));
            }
        }
        Collections.reverse(deliveries);
        return deliveries;
    }

    /** A destination and how it stands. */
    record Row(
            Destination destination,
            Optional<ConnectionState> connection,
            Optional<SourceState> source,
            Optional<WorkflowRow> last) {
        String path() {
            return "/destinations/" + Show.path(destination.name());
        }

        String name() {
            return destination.name();
        }
    }

    /** The plots of one audience. */
    record AudiencePlot(AudienceReport report, Plot matched) {
        static AudiencePlot of(AudienceReport report) {
            List<Plot.Point> points = new ArrayList<>();
            List<AudienceReport.Span> oldestFirst = new ArrayList<>(report.history());
            Collections.reverse(oldestFirst);
            for (AudienceReport.Span span : oldestFirst) {
                span.reading().matched().ifPresent(people -> {
                    points.add(new Plot.Point(span.from(), people));
                    if (span.reading().at().isAfter(span.from())) {
                        points.add(new Plot.Point(span.reading().at(), people));
                    }
                });
            }
            return new AudiencePlot(report, new Plot("Matched people", "people", 1_000, points));
        }
    }
}
