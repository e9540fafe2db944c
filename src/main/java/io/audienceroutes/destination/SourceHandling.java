package io.audienceroutes.destination;

import java.util.Optional;

/**
 * When a file of a source is taken, and what becomes of it.
 *
 * @param ready how a whole file is told from one that is still written
 * @param settleSeconds how long a file stays unchanged before it is taken, where {@code ready} is {@link Ready#SETTLE}
 * @param pollSeconds seconds between two looks
 * @param afterwards what becomes of a file at its source once its workflow is stored
 * @param archive the folder or prefix that taken files go to; empty where the kind of source has a usual one
 * @param onFailure what becomes of a file that is refused
 */
public record SourceHandling(
        Ready ready,
        int settleSeconds,
        int pollSeconds,
        Afterwards afterwards,
        Optional<String> archive,
        OnFailure onFailure) {

    /** How a whole file is told from one that is still written. */
    public enum Ready {
        /** Its length and time stayed the same for a while. */
        SETTLE,
        /** A file of the same name with {@code .done} behind it lies beside it. */
        DONE_FILE,
        /** A file {@code _SUCCESS} that is not older lies in the same folder. */
        SUCCESS_FILE,
        /** It has its final name: who writes it renames it when it is whole. */
        RENAME,
        /** It is there at all: a store of objects shows only whole ones. */
        WHOLE
    }

    /** What becomes of a file at its source once its workflow is stored. */
    public enum Afterwards {
        /** It goes to the archive. */
        ARCHIVE,
        /** It is deleted. */
        DELETE
    }

    /** What becomes of a file whose workflow refuses it. */
    public enum OnFailure {
        /** Nothing more: it was archived or deleted when it was taken. */
        STAY,
        /** A copy goes to the quarantine folder, with the reason beside it. */
        QUARANTINE
    }
}
