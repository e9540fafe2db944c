package io.audienceroutes.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.audienceroutes.diagnosis.Check;
import io.audienceroutes.diagnosis.Diagnosis;
import java.util.List;

/**
 * What a check of a connection found.
 *
 * @param verdict the worst of the answers: {@code fine}, {@code unknown}, {@code warning} or {@code fault}
 * @param saved whether the destination was saved; not set where nothing was to be saved
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckReport(String destination, String verdict, Boolean saved, List<Answer> checks) {
    public CheckReport {
        checks = List.copyOf(checks);
    }

    /** One question and its answer; a remedy where there is something to do. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Answer(String subject, String question, String verdict, String found, String remedy, String action) {
        static Answer of(Check check) {
            return new Answer(
                    check.subject(),
                    check.question(),
                    WorkflowSummary.word(check.verdict()),
                    check.found(),
                    check.remedy().orElse(null),
                    check.action().orElse(null));
        }
    }

    static CheckReport of(String destination, List<Check> checks, Boolean saved) {
        return new CheckReport(
                destination,
                WorkflowSummary.word(new Diagnosis(checks).worst()),
                saved,
                checks.stream().map(Answer::of).toList());
    }
}
