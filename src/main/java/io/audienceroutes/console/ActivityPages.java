package io.audienceroutes.console;

import io.audienceroutes.console.Page.Section;
import io.audienceroutes.state.EventFilter;
import io.audienceroutes.state.WorkflowEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The page of the audit log: who did what, when, and that nothing of it was changed. */
public final class ActivityPages {
    private static final int PAGE = 50;
    private static final Map<String, Duration> SINCE =
            Map.of("24h", Duration.ofHours(24), "7d", Duration.ofDays(7), "30d", Duration.ofDays(30));

    private final ConsoleData data;
    private final Frame frame;

    /** Pages of what is in these. */
    public ActivityPages(ConsoleData data) {
        this.data = data;
        this.frame = new Frame(data);
    }

    /** Path {@code /activity}. */
    public String list(Visit visit, Query query) {
        EventFilter filter = query.filter(data.clock().instant());
        List<WorkflowEvent> found = data.audit().newestBefore(query.beforeSequence(), filter, PAGE + 1);
        List<WorkflowEvent> shown = found.subList(0, Math.min(PAGE, found.size()));
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("query", query);
        parameters.put("events", shown);
        parameters.put(
                "next", found.size() > PAGE ? query.link(shown.get(PAGE - 1).sequence()) : "");
        // The whole chain is computed anew, which takes its time: only for whoever asks
        parameters.put("check", query.check() ? data.audit().check() : null);
        return frame.page(visit, "Activity", Section.ACTIVITY, "activity", parameters);
    }

    /** What an export of the same entries filters by. */
    public EventFilter filter(Query query) {
        return query.filter(data.clock().instant());
    }

    /**
     * What the address asks for.
     *
     * @param before the entry that the page before ended with
     * @param check whether the chain is to be checked
     */
    public record Query(String subject, String actor, String kind, String since, String before, boolean check) {
        /** What the parameters of an address ask for. */
        public static Query of(Map<String, String> parameters) {
            return new Query(
                    Show.typed(parameters.getOrDefault("subject", "")),
                    Show.typed(parameters.getOrDefault("actor", "")),
                    Show.typed(parameters.getOrDefault("kind", "")),
                    parameters.getOrDefault("since", ""),
                    parameters.getOrDefault("before", ""),
                    parameters.containsKey("check"));
        }

        EventFilter filter(Instant now) {
            return new EventFilter(
                    given(subject),
                    given(actor),
                    given(kind),
                    Optional.ofNullable(SINCE.get(since)).map(now::minus));
        }

        private static Optional<String> given(String value) {
            return value.isEmpty() ? Optional.empty() : Optional.of(value);
        }

        long beforeSequence() {
            return before.matches("\\d{1,18}") ? Long.parseLong(before) : Long.MAX_VALUE;
        }

        boolean filters() {
            return !parameters().isEmpty();
        }

        String link(long sequence) {
            Map<String, String> parameters = parameters();
            parameters.put("before", Long.toString(sequence));
            return Show.link("/activity", parameters);
        }

        /** The address of the same entries as a file. */
        String export(String extension) {
            return Show.link("/activity/export." + extension, parameters());
        }

        private Map<String, String> parameters() {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("subject", subject);
            parameters.put("actor", actor);
            parameters.put("kind", kind);
            parameters.put("since", since);
            parameters.values().removeIf(String::isEmpty);
            return parameters;
        }
    }
}
