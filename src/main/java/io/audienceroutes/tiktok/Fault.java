package io.audienceroutes.tiktok;

import io.audienceroutes.catalog.CatalogEntry;
import io.audienceroutes.tiktok.TikTokCall.Effect;
import java.util.OptionalInt;

/** All that is known about a call that did not end with {@code code} 0. */
record Fault(
        String attempted,
        Effect effect,
        String found,
        OptionalInt code,
        String message,
        String requestId,
        OptionalInt httpStatus,
        CatalogEntry entry) {

    /** A fault without a response from TikTok. */
    static Fault unanswered(String attempted, Effect effect, String found, CatalogEntry entry) {
        return new Fault(attempted, effect, found, OptionalInt.empty(), "", "", OptionalInt.empty(), entry);
    }

    /** The message: what was attempted, what was found, what it means, what to do. */
    String text() {
        return "Could not " + attempted + ": " + found + ". " + entry.meaning() + " Workflow action: "
                + entry.action().title() + ".";
    }
}
