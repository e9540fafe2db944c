package io.audienceroutes.workflow;

/**
 * Delivering this file would change nothing: the audience is exactly the result of another workflow with the same list.
 */
public final class DuplicateFile extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DuplicateFile(Workflow workflow, String earlier) {
        super("The same file with the same settings and opt-out list was delivered by workflow " + earlier
                + ", and the audience has not changed since. To deliver it again, use: audience-routes deliver FILE --destination "
                + workflow.destination());
    }
}
