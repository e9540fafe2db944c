package io.audienceroutes.people;

import java.util.Map;
import java.util.TreeMap;

/**
 * Who makes a change, for the audit log.
 *
 * @param actor the text by which the audit log names them
 * @param from the network address of the request, or {@code command line}
 * @param reason why; may be empty
 */
public record Author(String actor, String from, String reason) {
    private static final String COMMAND_LINE = "command line";

    /** The system user who runs a command. */
    public static Author ofCommand(String user, String reason) {
        return new Author(user, COMMAND_LINE, reason);
    }

    /** A person or program that sends a request from this address. */
    public static Author of(Principal principal, String address, String reason) {
        return new Author(principal.actor(), address, reason);
    }

    /** The details of an audit entry: these, and where the change came from and why. */
    Map<String, String> details(Map<String, String> what) {
        Map<String, String> details = new TreeMap<>(what);
        details.put("from", from);
        if (!reason.isEmpty()) {
            details.put("reason", reason);
        }
        return details;
    }
}
