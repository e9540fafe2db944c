package io.audienceroutes.state;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The audit log: append-only, each entry chained to the previous one by SHA-256, so that changed or missing entries are
 * detected. The chain's head is a row that changes in the same transaction as the entry.
 */
public final class EventLog {
    private final Clock clock;

    public EventLog(Clock clock) {
        this.clock = clock;
    }

    public void append(Handle handle, String workflowId, String kind, String actor, Map<String, String> detail) {
        Head head = head(handle);
        long sequence = head.sequence() + 1;
        String at = StoredTime.write(clock.instant());
        String json = StoredJson.write(detail);
        String hash = hash(head.hash(), sequence, workflowId, at, kind, actor, json);
        handle.createUpdate("""
                        INSERT INTO workflow_event (
                          sequence, workflow_id, at, kind, actor, detail, previous_hash, hash)
                        VALUES (:sequence, :workflow, :at, :kind, :actor, :detail, :previous, :hash)
                        """)
                .bind("sequence", sequence)
                .bind("workflow", workflowId)
                .bind("at", at)
                .bind("kind", kind)
                .bind("actor", actor)
                .bind("detail", json)
                .bind("previous", head.hash())
                .bind("hash", hash)
                .execute();
        handle.createUpdate("UPDATE event_chain SET sequence = :sequence, hash = :hash WHERE id = 1")
                .bind("sequence", sequence)
                .bind("hash", hash)
                .execute();
    }

    public List<WorkflowEvent> of(Handle handle, String workflowId) {
        return handle.createQuery("SELECT * FROM workflow_event WHERE workflow_id = :workflow ORDER BY sequence")
                .bind("workflow", workflowId)
                .map((row, context) -> read(row))
                .list();
    }

    public static WorkflowEvent read(ResultSet row) throws SQLException {
        return new WorkflowEvent(
                row.getLong("sequence"),
                row.getString("workflow_id"),
                StoredTime.read(row.getString("at")).orElseThrow(),
                row.getString("kind"),
                row.getString("actor"),
                row.getString("detail"),
                row.getString("hash"));
    }

    public static Head head(Handle handle) {
        return handle.createQuery("SELECT sequence, hash FROM event_chain WHERE id = 1")
                .map((row, context) -> new Head(row.getLong(1), row.getString(2)))
                .one();
    }

    /** The first sequence number whose entry does not match the chain, or 0 if the whole chain is intact. */
    public long firstBreak(Handle handle) {
        Head head = head(handle);
        Head last = new Head(0, "0".repeat(64));
        try (var rows = handle.createQuery("SELECT * FROM workflow_event ORDER BY sequence")
                .map((row, context) -> new String[] {
                    row.getString("sequence"),
                    row.getString("workflow_id"),
                    row.getString("at"),
                    row.getString("kind"),
                    row.getString("actor"),
                    row.getString("detail"),
                    row.getString("hash")
                })
                .iterator()) {
            while (rows.hasNext()) {
                String[] row = rows.next();
                long sequence = Long.parseLong(row[0]);
                String expected = hash(last.hash(), last.sequence() + 1, row[1], row[2], row[3], row[4], row[5]);
                if (sequence != last.sequence() + 1 || !expected.equals(row[6])) {
                    return last.sequence() + 1;
                }
                last = new Head(sequence, row[6]);
            }
        }
        return last.equals(head) ? 0 : last.sequence() + 1;
    }

    public record Head(long sequence, String hash) {}

    static String hash(
            String previous, long sequence, String workflow, String at, String kind, String actor, String detail) {
        return Sha256.hex(String.join("\n", previous, Long.toString(sequence), workflow, at, kind, actor, detail));
    }
}
