package io.audienceroutes.workflow;

import java.util.Locale;

/** The stages of a workflow, in order. */
public enum Stage {
    /** The file is copied to staging and its workflow stored. */
    RECEIVE,
    /** Rows are read, checked, normalised and hashed. */
    PREPARE,
    /** The audience is found or made, and the list compared with what it holds of ours. */
    COMPARE,
    /** Changes go to TikTok in batches. */
    DELIVER,
    /** The books are closed and the receipt written. */
    CONFIRM;

    /** The word that people read, for example {@code Prepare}. */
    public String label() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
}
