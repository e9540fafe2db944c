package io.audienceroutes.state;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
                .mapTo(WorkflowEvent.class)
                .list();
    }

    /** The newest entries that match, newest first. */
    public static List<WorkflowEvent> newest(Handle handle, EventFilter filter, int limit) {
        return handle.createQuery("""
                        SELECT *
                        FROM workflow_event
                        WHERE (:subject IS NULL OR workflow_id = :subject)
                          AND (:actor IS NULL OR actor = :actor)
                          AND (:kind IS NULL OR kind = :kind)
                          AND (:since IS NULL OR at >= :since)
                        ORDER BY sequence DESC LIMIT :limit
                        """)
                .bindMethods(filter)
                .bind("limit", limit)
                .mapTo(WorkflowEvent.class)
                .list();
    }

    /** The newest entries before this one that match, newest first. */
    public static List<WorkflowEvent> newestBefore(Handle handle, long sequence, EventFilter filter, int limit) {
        return handle.createQuery("""
                        SELECT *
                        FROM workflow_event
                        WHERE (:subject IS NULL OR workflow_id = :subject)
                          AND (:actor IS NULL OR actor = :actor)
                          AND (:kind IS NULL OR kind = :kind)
                          AND (:since IS NULL OR at >= :since)
                          AND sequence < :before
                        ORDER BY sequence DESC LIMIT :limit
                        """)
                .bindMethods(filter)
                .bind("before", sequence)
                .bind("limit", limit)
                .mapTo(WorkflowEvent.class)
                .list();
    }

    /** Hands out every entry that matches, oldest first, one at a time. */
    public static void forEach(Handle handle, EventFilter filter, Consumer<WorkflowEvent> consumer) {
        try (var rows = handle.createQuery("""
                        SELECT *
                        FROM workflow_event
                        WHERE (:subject IS NULL OR workflow_id = :subject)
                          AND (:actor IS NULL OR actor = :actor)
                          AND (:kind IS NULL OR kind = :kind)
                          AND (:since IS NULL OR at >= :since)
                        ORDER BY sequence
                        """)
                .bindMethods(filter)
                .mapTo(WorkflowEvent.class)
                .iterator()) {
            rows.forEachRemaining(consumer);
        }
    }

    /** The kinds of the entries of a workflow that came after this one. */
    public static Set<String> kindsAfter(Handle handle, String workflowId, long sequence) {
        return handle.createQuery("""
                        SELECT DISTINCT kind
                        FROM workflow_event
                        WHERE workflow_id = :id
                          AND sequence > :entry
                        """)
                .bind("id", workflowId)
                .bind("entry", sequence)
                .mapTo(String.class)
                .set();
    }

    /** The hash of one entry; empty where there is none. */
    public static Optional<String> hashOf(Handle handle, long sequence) {
        return handle.createQuery("SELECT hash FROM workflow_event WHERE sequence = :sequence")
                .bind("sequence", sequence)
                .mapTo(String.class)
                .findOne();
    }

    public static Head head(Handle handle) {
        return handle.createQuery("SELECT sequence, hash FROM event_chain WHERE id = 1")
                .mapTo(Head.class)
                .one();
    }

    /** The first sequence number whose entry does not match the chain, or 0 if the whole chain is intact. */
    public long firstBreak(Handle handle) {
        Head head = head(handle);
        Head last = new Head(0, "0".repeat(64));
        try (var entries = handle.createQuery("SELECT * FROM workflow_event ORDER BY sequence")
                .mapTo(Entry.class)
                .iterator()) {
            while (entries.hasNext()) {
                Entry entry = entries.next();
                if (entry.sequence() != last.sequence() + 1 || !entry.hash().equals(entry.hashAfter(last))) {
                    return last.sequence() + 1;
                }
                last = new Head(entry.sequence(), entry.hash());
            }
        }
        return last.equals(head) ? 0 : last.sequence() + 1;
    }

    public record Head(long sequence, String hash) {}

    /** An entry as it is stored: its hash is over these texts. */
    private record Entry(
            long sequence, String workflowId, String at, String kind, String actor, String detail, String hash) {
        String hashAfter(Head last) {
            return EventLog.hash(last.hash(), last.sequence() + 1, workflowId, at, kind, actor, detail);
        }
    }

    static String hash(
            String previous, long sequence, String workflow, String at, String kind, String actor, String detail) {
        return Sha256.hex(String.join("\n", previous, Long.toString(sequence), workflow, at, kind, actor, detail));
    }
}
