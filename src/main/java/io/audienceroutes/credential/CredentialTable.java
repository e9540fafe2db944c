package io.audienceroutes.credential;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The rows of the credential store; the package {@code workflow} stores them in the state database. */
public interface CredentialTable {
    /** Every row, by name. */
    List<CredentialRow> all();

    /** The row of this credential, if there is one. */
    Optional<CredentialRow> find(String name);

    /**
     * Changes one row in one transaction, or creates it.
     *
     * @param note for the audit log; if empty, the change was not made by a user and is not recorded
     */
    CredentialRow change(String name, Optional<Note> note, UnaryOperator<CredentialRow> change);

    /** Changes all rows in one transaction. Returns how many. */
    int changeAll(Note note, UnaryOperator<CredentialRow> change);

    /** Deletes a row. Returns whether it existed. */
    boolean remove(String name, Note note);

    /** Who did what, for the audit log. */
    record Note(String kind, String actor) {}
}
