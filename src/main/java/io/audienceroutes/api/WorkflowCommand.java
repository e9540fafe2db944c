package io.audienceroutes.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What is asked of a workflow.
 *
 * @param command for example {@code resolve}; the workflow itself lists what can be asked now
 * @param action the workflow action that was carried out, for {@code resolve}
 * @param percent how many of a hundred rows may be rejected, for {@code update-error-threshold}
 * @param rows how many rows may be rejected in any case, for {@code update-error-threshold}
 * @param reason why; kept in the audit log
 * @param version the {@code version} that was seen: refused where the workflow has changed since
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowCommand(String command, String action, Integer percent, Long rows, String reason, Long version) {}
