package io.audienceroutes.workflow;

import io.audienceroutes.state.StoredJson;
import io.audienceroutes.state.WorkflowEvent;
import io.audienceroutes.text.SafeText;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Entries of the audit log as text, JSON and CSV. */
public final class AuditText {
    private AuditText() {}

    /** The details as {@code name=value}, in the order of their names. */
    public static String detail(WorkflowEvent event) {
        return event.details().entrySet().stream()
                .filter(detail -> !detail.getValue().isBlank())
                .map(detail -> detail.getKey() + "=" + detail.getValue())
                .collect(Collectors.joining(", "));
    }

    /** The formats of an export. */
    public enum Format {
        /** One JSON object per line, with the hash of each entry. */
        JSONL {
            @Override
            public Optional<String> heading() {
                return Optional.empty();
            }

            @Override
            public String line(WorkflowEvent event) {
                return StoredJson.write(event);
            }
        },
        /** Comma-separated with a header; a cell that a spreadsheet would execute as a formula is escaped. */
        CSV {
            @Override
            public Optional<String> heading() {
                return Optional.of("sequence,at,subject,kind,actor,detail,hash");
            }

            @Override
            public String line(WorkflowEvent event) {
                return Stream.of(
                                Long.toString(event.sequence()),
                                event.at().toString(),
                                event.workflowId(),
                                event.kind(),
                                event.actor(),
                                detail(event),
                                event.hash())
                        .map(AuditText::cell)
                        .collect(Collectors.joining(","));
            }
        };

        /** The first line, where the form has one. */
        public abstract Optional<String> heading();

        /** An entry on one line. */
        public abstract String line(WorkflowEvent event);
    }

    private static String cell(String value) {
        String safe = SafeText.line(value);
        String text = !safe.isEmpty() && "=+-@".indexOf(safe.charAt(0)) >= 0 ? "'" + safe : safe;
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
