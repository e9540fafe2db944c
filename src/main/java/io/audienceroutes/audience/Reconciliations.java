package io.audienceroutes.audience;

import io.audienceroutes.state.StateDatabase;
import java.util.List;

/** Which workflows reconcile their audience with its last list, because the recorded state is not trusted. */
public final class Reconciliations {
    private final StateDatabase database;

    /** Keeps them in the database. */
    public Reconciliations(StateDatabase database) {
        this.database = database;
    }

    /** Marks this new workflow as a reconciliation. */
    public void mark(String workflowId) {
        database.useTransaction(handle -> handle.createUpdate("INSERT INTO reconciliation (workflow_id) VALUES (:id)")
                .bind("id", workflowId)
                .execute());
    }

    /** Whether this workflow reconciles. */
    public boolean includes(String workflowId) {
        return database.read(
                handle -> handle.createQuery("SELECT EXISTS (SELECT 1 FROM reconciliation WHERE workflow_id = :id)")
                        .bind("id", workflowId)
                        .mapTo(Boolean.class)
                        .one());
    }

    /** The audiences with this name or TikTok id that a file was delivered to, or that TikTok lists. */
    public List<Audiences.Audience> audiencesCalled(String nameOrId) {
        return database.read(handle -> Audiences.called(handle, nameOrId).stream()
                .filter(audience -> MemberRecords.fed(handle, audience.row()))
                .toList());
    }
}
