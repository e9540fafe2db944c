package io.audienceroutes.segment;

import java.util.Locale;
import java.util.Set;

/**
 * Which rows of a file belong to a delivery, by the column that names each row's group. Names are compared without regard
 * to case and to blanks at their ends.
 *
 * @param column the header of that column
 * @param sent the groups of this delivery, as {@link #key} gives them
 * @param leftOut groups that this delivery does not send: control groups, and those with a delivery of their own
 * @param anyOther whether a group that is in neither set is sent too
 */
public record GroupRule(String column, Set<String> sent, Set<String> leftOut, boolean anyOther) {
    public GroupRule {
        sent = Set.copyOf(sent);
        leftOut = Set.copyOf(leftOut);
    }

    /** The same text for every spelling of one name. */
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
        /** Nobody knows whether it is a control group: it is not sent. */
        UNKNOWN
    }
}
