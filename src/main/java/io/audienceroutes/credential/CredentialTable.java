package io.audienceroutes.credential;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The rows of the credential store; the room {@code workflow} keeps them in the state database. */
public interface CredentialTable {
    /** Every row, by name. */
    List<CredentialRow> all();

    /** The row of this credential, if there is one. */
    Optional<CredentialRow> find(String name);

    /**
     * Changes one row in one transaction, and makes it where there is none.
     *
     * @param note for the audit; where empty, the change is none that people made and is not noted
     */
    CredentialRow change(String name, Optional<Note> note, UnaryOperator<CredentialRow> change);

    /** Changes every row in one transaction: all or none. Answers how many. */
    int changeAll(Note note, UnaryOperator<CredentialRow> change);

    /** Removes a row. Answers whether there was one. */
    boolean remove(String name, Note note);

    /** Who did what, for the audit. */
    record Note(String kind, String actor) {}
}
