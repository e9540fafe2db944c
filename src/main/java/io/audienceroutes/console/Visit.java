package io.audienceroutes.console;

import io.audienceroutes.people.Principal;
import io.audienceroutes.people.Role;
import java.util.Optional;

/**
 * One request of a page: who looks, and what the HTTP layer knows of them.
 *
 * @param csrf the token that each form of the page sends back
 * @param fragment whether a script asks for a part of the page, and not for the whole of it
 * @param notice what came of the action that led here, shown once
 */
public record Visit(Principal viewer, String csrf, boolean fragment, Optional<Notice> notice) {
    /** A whole page without a notice. */
    public static Visit of(Principal viewer, String csrf) {
        return new Visit(viewer, csrf, false, Optional.empty());
    }

    /** The same request, asked for by a script. */
    public Visit asFragment() {
        return new Visit(viewer, csrf, true, notice);
    }

    /** The same request with what came of the action before it. */
    public Visit with(Notice told) {
        return new Visit(viewer, csrf, fragment, Optional.of(told));
    }

    /** Whether this person may deliver, approve and resolve: what sends members. */
    boolean maySend() {
        return viewer.role().covers(Role.USER) && viewer.mayHandlePersonalData();
    }

    /** Whether this person may stop and check things: what sends nothing. */
    boolean mayAct() {
        return viewer.role().covers(Role.USER);
    }

    /** Whether this person may change destinations and credentials. */
    boolean mayConfigure() {
        return viewer.role().covers(Role.OPERATOR);
    }

    /** Whether this person may change people and tokens. */
    boolean mayAdminister() {
        return viewer.role().covers(Role.ADMIN);
    }

    /** A sentence about an action that was carried out or refused. */
    public record Notice(boolean succeeded, String text) {}
}
