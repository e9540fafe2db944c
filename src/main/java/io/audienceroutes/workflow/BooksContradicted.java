package io.audienceroutes.workflow;

/** Books and member files of a delivery contradict each other: it is never called a success, and what it left is not believed. */
public final class BooksContradicted extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** What the error catalogue knows it by. */
    public static final String CONDITION = "books-contradicted";

    /** Tells what was found, and what to do now. */
    public BooksContradicted(Workflow workflow, String found) {
        super("The delivery of " + workflow.fileName() + " to audience '" + workflow.audienceName()
                + "' is not proved: " + found
                + ". This is a fault of the product or of its storage, and the receipt would"
                + " not be true. Report it with this text and the log, then make the audience its list again with:"
                + " audience-routes audiences reconcile '" + workflow.audienceName() + "'");
    }
}
