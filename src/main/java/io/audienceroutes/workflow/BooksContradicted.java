package io.audienceroutes.workflow;

/**
 * Ledger and member files of a delivery contradict each other: it never counts as a success, and its results are not
 * trusted.
 */
public final class BooksContradicted extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** Its condition in the error catalogue. */
    public static final String CONDITION = "books-contradicted";

    /** Reports what was found, and what to do. */
    public BooksContradicted(Workflow workflow, String found) {
        super("The delivery of " + workflow.fileName() + " to audience '" + workflow.audienceName()
                + "' could not be verified: " + found
                + ". This is a fault of the product or of its storage, so no"
                + " receipt is written. Report it with this text and the log, then restore the audience with:"
                + " audience-routes audiences reconcile '" + workflow.audienceName() + "'");
    }
}
