package io.audienceroutes.console;

import io.audienceroutes.workflow.WorkflowFilter;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.WorkflowType;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the address of the list of workflows asks for. A value that is not known filters nothing, as if it were not there.
 *
 * @param view {@code history} or {@code configured}
 * @param since {@code 1h}, {@code 24h}, {@code 7d} or {@code 30d}
 */
public record WorkflowQuery(
        String view,
        String state,
        String type,
        String destination,
        String startedBy,
        String since,
        String text,
        boolean hideSkipped,
        boolean hideWarnings,
        String before) {
    private static final Map<String, Duration> SINCE = Map.of(
            "1h",
            Duration.ofHours(1),
            "24h",
            Duration.ofHours(24),
            "7d",
            Duration.ofDays(7),
            "30d",
            Duration.ofDays(30));

    /** Nothing is filtered. */
    public static WorkflowQuery all() {
        return of(Map.of());
    }

    /** What the parameters of an address ask for. */
    public static WorkflowQuery of(Map<String, String> parameters) {
        return new WorkflowQuery(
                parameters.getOrDefault("view", ""),
                known(parameters.getOrDefault("state", "")),
                Show.typed(parameters.getOrDefault("type", "")),
                Show.typed(parameters.getOrDefault("destination", "")),
                Show.typed(parameters.getOrDefault("by", "")),
                parameters.getOrDefault("since", ""),
                Show.typed(parameters.getOrDefault("text", "")),
                parameters.getOrDefault("skipped", "").equals("hide"),
                parameters.getOrDefault("warnings", "").equals("hide"),
                Show.typed(parameters.getOrDefault("before", "")));
    }

    private static String known(String state) {
        return Arrays.stream(WorkflowState.values())
                .map(Enum::name)
                .filter(name -> name.equals(state.toUpperCase(Locale.ROOT)))
                .findFirst()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .orElse("");
    }

    boolean configured() {
        return view.equals("configured");
    }

    /** Whether anything is filtered. */
    boolean filters() {
        return !parameters("").isEmpty();
    }

    WorkflowFilter filter(Instant now) {
        return new WorkflowFilter(
                given(state).map(word -> WorkflowState.valueOf(word.toUpperCase(Locale.ROOT))),
                given(type)
                        .flatMap(word -> Arrays.stream(WorkflowType.values())
                                .filter(each -> each.id().equals(word))
                                .findFirst()),
                given(destination),
                given(startedBy),
                Optional.ofNullable(SINCE.get(since)).map(now::minus),
                given(text),
                hideSkipped,
                given(before));
    }

    private static Optional<String> given(String value) {
        return value.isBlank() ? Optional.empty() : Optional.of(value);
    }

    /** The address of the same list from this workflow on; empty for its first page. */
    String link(String beforeId) {
        return Show.link("/workflows", parameters(beforeId));
    }

    /** The address of the list with another state. */
    String withState(String other) {
        Map<String, String> parameters = parameters("");
        parameters.put("state", other);
        return Show.link("/workflows", parameters);
    }

    private Map<String, String> parameters(String beforeId) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("state", state);
        parameters.put("type", type);
        parameters.put("destination", destination);
        parameters.put("by", startedBy);
        parameters.put("since", since);
        parameters.put("text", text);
        parameters.put("skipped", hideSkipped ? "hide" : "");
        parameters.put("warnings", hideWarnings ? "hide" : "");
        parameters.put("before", beforeId);
        parameters.values().removeIf(String::isEmpty);
        return parameters;
    }
}
