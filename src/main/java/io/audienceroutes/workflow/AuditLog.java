package io.audienceroutes.workflow;

import io.audienceroutes.state.EventFilter;
import io.audienceroutes.state.EventLog;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.state.WorkflowEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the audit log: who did what to which workflow, credential, destination or person, when and why. Entries are
 * only appended, and each is chained to the one before by SHA-256, so that {@link #check} finds a changed or missing
 * one.
 */
public final class AuditLog {
    private final StateDatabase database;
    private final EventLog events;

    /** Reads the log beside the workflows that write it. */
    public AuditLog(Workflows workflows) {
        this.database = workflows.database();
        this.events = workflows.events();
    }

    /** Appends an entry without a workflow, such as a saved destination. */
    public void note(String subject, String kind, String actor, Map<String, String> detail) {
        database.useTransaction(handle -> events.append(handle, subject, kind, actor, detail));
    }

    /** The newest entries that match, newest first. */
    public List<WorkflowEvent> newest(EventFilter filter, int limit) {
        return database.read(handle -> EventLog.newest(handle, filter, limit));
    }

    /** As above, of the entries before this one. */
    public List<WorkflowEvent> newestBefore(long sequence, EventFilter filter, int limit) {
        return database.read(handle -> EventLog.newestBefore(handle, sequence, filter, limit));
    }

    /** Returns every matching entry, oldest first, one at a time. */
    public void forEach(EventFilter filter, Consumer<WorkflowEvent> consumer) {
        database.read(handle -> {
            EventLog.forEach(handle, filter, consumer);
            return true;
        });
    }

    /** Recomputes the chain from its first entry to its head. */
    public Check check() {
        return database.read(handle -> {
            EventLog.Head head = EventLog.head(handle);
            return new Check(head.sequence(), head.hash(), events.firstBreak(handle));
        });
    }

    /** The hash of one entry; empty where there is none. */
    public Optional<String> hashOf(long sequence) {
        return database.read(handle -> EventLog.hashOf(handle, sequence));
    }

    /**
     * The result of a check.
     *
     * @param entries the number of the newest entry
     * @param head its hash: stored elsewhere, it can later prove that the log up to here is unchanged
     * @param firstBroken the first entry that does not match the chain; 0 if the whole chain is intact
     */
    public record Check(long entries, String head, long firstBroken) {
        /** Whether no entry was changed, removed or inserted. */
        public boolean holds() {
            return firstBroken == 0;
        }
    }
}
