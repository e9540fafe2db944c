package io.audienceroutes.destination;

import java.util.Optional;

/**
 * When a file of a source is picked up, and what happens to it.
 *
 * @param ready how a complete file is distinguished from one that is still being written
 * @param settleSeconds how long a file must be unchanged before it is picked up, if {@code ready} is
 *     {@link Ready#SETTLE}
 * @param pollSeconds seconds between two polls
 * @param afterwards what happens to a file at its source once its workflow is stored
 * @param archive the folder or prefix for picked-up files; empty for the default of the kind of source
 * @param onFailure what happens to a refused file
 */
public record SourceHandling(
        Ready ready,
        int settleSeconds,
        int pollSeconds,
        Afterwards afterwards,
        Optional<String> archive,
        OnFailure onFailure) {

    /** How a complete file is distinguished from one that is still being written. */
    public enum Ready {
        /** Its size and time were unchanged for a while. */
        SETTLE,
        /** A file with the same name and the suffix {@code .done} exists. */
        DONE_FILE,
        /** A file {@code _SUCCESS} that is not older exists in the same folder. */
        SUCCESS_FILE,
        /** It has its final name: the writer renames it when it is complete. */
        RENAME,
        /** It exists: an object store lists only complete objects. */
        WHOLE
    }

    /** What happens to a file at its source once its workflow is stored. */
    public enum Afterwards {
        /** It is moved to the archive. */
        ARCHIVE,
        /** It is deleted. */
        DELETE
    }

    /** What happens to a file that its workflow refuses. */
    public enum OnFailure {
        /** Nothing more: it was archived or deleted when it was picked up. */
        STAY,
        /** A copy is stored in the quarantine folder, with the reason. */
        QUARANTINE
    }
}
