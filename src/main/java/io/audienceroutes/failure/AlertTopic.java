package io.audienceroutes.failure;

import org.jdbi.v3.core.mapper.reflect.ColumnName;

/**
 * What an alert is about. Two alerts with the same topic report the same problem, whatever their text: the second is
 * not raised while the first is recent.
 *
 * @param subject the object of that kind, with what distinguishes its faults; no personal data
 */
public record AlertTopic(@ColumnName("topic") Kind kind, String subject) {
    /** The kinds of topics. */
    public enum Kind {
        /** A workflow, by its id. */
        WORKFLOW,
        /** A file that could not be received, and has no workflow. */
        RECEIVED_FILE,
        /** A file that a source does not pick up. */
        SOURCE_FILE,
        /** A source as a whole. */
        SOURCE,
        /** The connection of a destination. */
        DESTINATION,
        /** The file of a destination. */
        DESTINATION_FILE,
        /** An audience in TikTok, or a list of audiences. */
        AUDIENCE,
        /** The disk, or the state database. */
        STORAGE,
        /** Work started by a timer. */
        BACKGROUND_WORK
    }
}
