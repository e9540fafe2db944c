package io.audienceroutes.destination;

import io.audienceroutes.segment.GroupRule;

/** The key by which campaigns and groups are compared: ignoring case and leading or trailing spaces. */
public final class GroupKey {
    private GroupKey() {}

    /** The same key for every spelling of a name. */
    public static String of(String name) {
        return GroupRule.key(name);
    }
}
