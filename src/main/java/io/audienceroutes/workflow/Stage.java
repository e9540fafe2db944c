package io.audienceroutes.workflow;

import java.util.Locale;

/** The stages of a workflow, in order. */
public enum Stage {
    /** The file is copied to staging and its workflow stored. */
    RECEIVE,
    /** Rows are read, checked, normalised and hashed. */
    PREPARE,
    /** The audience is found or created, and the list compared with our members of it. */
    COMPARE,
    /** Changes go to TikTok in batches. */
    DELIVER,
    /** The ledger is closed and the receipt written. */
    CONFIRM;

    /** The display name, for example {@code Prepare}. */
    public String label() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
}
