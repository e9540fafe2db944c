package io.audienceroutes.segment;

import java.util.Locale;
import java.util.Set;

/**
 * Which rows of a file belong to a delivery, by the column that names each row's group. Names are compared ignoring
 * case and leading or trailing spaces.
 *
 * @param column the header of that column
 * @param sent the groups of this delivery, as {@link #key} gives them
 * @param leftOut groups that this delivery does not send: control groups, and those with their own delivery
 * @param anyOther whether a group that is in neither set is sent too
 */
public record GroupRule(String column, Set<String> sent, Set<String> leftOut, boolean anyOther) {
    public GroupRule {
        sent = Set.copyOf(sent);
        leftOut = Set.copyOf(leftOut);
    }

    /** The same key for every spelling of a name. */
    public static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    Verdict judge(String cell) {
        String group = key(cell);
        if (group.isEmpty()) {
            return Verdict.UNKNOWN;
        }
        if (leftOut.contains(group)) {
            return Verdict.LEFT_OUT;
        }
        return anyOther || sent.contains(group) ? Verdict.SENT : Verdict.UNKNOWN;
    }

    enum Verdict {
        SENT,
        LEFT_OUT,
        /** It could be a control group, so it is not sent. */
        UNKNOWN
    }
}
