package io.audienceroutes.destination;

import io.audienceroutes.segment.GroupRule;

/** How campaigns and groups are told apart: without regard to case and to blanks at the ends. */
public final class GroupKey {
    private GroupKey() {}

    /** The same text for every spelling of one name. */
    public static String of(String name) {
        return GroupRule.key(name);
    }
}
