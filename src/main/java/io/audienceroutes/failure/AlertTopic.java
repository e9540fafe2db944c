package io.audienceroutes.failure;

/**
 * What an alert is about. Two alerts of one topic tell of the same, whatever their words: the second is not raised while
 * the first is fresh.
 *
 * @param subject which one of its kind, with what tells one fault of it from another; no personal data
 */
public record AlertTopic(Kind kind, String subject) {
    /** The kinds of things that alerts are about. */
    public enum Kind {
        /** A workflow, by its id. */
        WORKFLOW,
        /** A file that could not be received, and has no workflow. */
        RECEIVED_FILE,
        /** A file that a source leaves alone. */
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
        /** Work that a timer begins. */
        BACKGROUND_WORK
    }
}
