package io.audienceroutes.workflow;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Commands to workflows, as rows: a live runner executes them; if none is alive, the requesting process becomes the
 * runner.
 */
public final class Commands {
    private final Workflows workflows;

    /** Keeps commands beside the workflows. */
    public Commands(Workflows workflows) {
        this.workflows = workflows;
    }

    /** Puts a command in the queue and answers its id. */
    public long request(String workflowId, Name name, Optional<String> action, Optional<String> reason, String actor) {
        return workflows
                .database()
                .inTransaction(handle -> handle.createUpdate("""
                                INSERT INTO command (workflow_id, name, action, reason, actor, requested_at)
                                VALUES (:workflow, :name, :action, :reason, :actor, :now)
                                """)
                        .bind("workflow", workflowId)
                        .bind("name", name)
                        .bind("action", action.orElse(null))
                        .bind("reason", reason.orElse(null))
                        .bind("actor", actor)
                        .bind("now", workflows.time())
                        .executeAndReturnGeneratedKeys("id")
                        .mapTo(Long.class)
                        .one());
    }

    /** The commands that have not been executed yet, oldest first. */
    public List<Command> waiting() {
        return workflows
                .database()
                .read(handle -> handle.createQuery("SELECT * FROM command WHERE done_at IS NULL ORDER BY id")
                        .mapTo(Command.class)
                        .list());
    }

    /** Notes that a command was executed, and with what answer; the audit log says who requested it and why. */
    public void done(long id, boolean succeeded, String answer) {
        workflows.database().useTransaction(handle -> {
            int changed = handle.createUpdate("""
                            UPDATE command
                            SET done_at = :now, succeeded = :succeeded, answer = :answer
                            WHERE id = :id
                              AND done_at IS NULL
                            """)
                    .bind("now", workflows.time())
                    .bind("succeeded", succeeded)
                    .bind("answer", answer)
                    .bind("id", id)
                    .execute();
            if (changed > 0) {
                Command command = handle.createQuery("SELECT * FROM command WHERE id = :id")
                        .bind("id", id)
                        .mapTo(Command.class)
                        .one();
                workflows
                        .events()
                        .append(
                                handle,
                                command.workflowId(),
                                command.auditKind(),
                                command.actor(),
                                command.auditDetail(succeeded, answer));
            }
        });
    }

    /** The answer to a command, once it was executed. */
    public Optional<Answer> answer(long id) {
        return workflows
                .database()
                .read(handle -> handle.createQuery(
                                "SELECT succeeded, answer AS text FROM command WHERE id = :id AND done_at IS NOT NULL")
                        .bind("id", id)
                        .mapTo(Answer.class)
                        .findOne());
    }

    /** The commands. */
    public enum Name {
        /** Continue with the current settings, after the cause was fixed. */
        RESOLVE,
        /** Continue with the same inputs and settings. */
        RETRY,
        /** Continue with the current settings. */
        RESTART,
        /** Send the members again that a workflow ended without. */
        RETRY_FAILED,
        /** Skip the failed task and continue after it. */
        SKIP,
        /** Stop at the next safe point. */
        STOP,
        /**
         * Allow a workflow more rejected rows than its destination does, and continue; the action contains the limit.
         */
        UPDATE_ERROR_THRESHOLD,
        /** Resume a held workflow with the proposed changes. */
        APPROVE,
        /** Continue a workflow that waits for a file without it. */
        IGNORE_MISSING_FILE,
        /** Stop a held workflow: the proposed changes are not to be made. */
        REJECT,
        /** Let a newer file replace the workflow. */
        SUPERSEDE;

        /** The command as typed, for example {@code ignore-missing-file}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** One command. */
    public record Command(
            long id, String workflowId, Name name, Optional<String> action, Optional<String> reason, String actor) {
        /** The kind of its audit entry, for example {@code command-reject}. */
        String auditKind() {
            return "command-" + name.id();
        }

        private Map<String, String> auditDetail(boolean succeeded, String answer) {
            Map<String, String> detail = new TreeMap<>();
            detail.put("result", succeeded ? "done" : "refused");
            detail.put("answer", answer);
            action.ifPresent(text -> detail.put("action", text));
            reason.ifPresent(text -> detail.put("reason", text));
            return detail;
        }
    }

    /** The result of a command, as a sentence. */
    public record Answer(boolean succeeded, String text) {}
}
