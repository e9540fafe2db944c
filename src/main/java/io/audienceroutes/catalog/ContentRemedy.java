package io.audienceroutes.catalog;

import java.util.Locale;

/** What is done to a batch whose content was refused. */
public enum ContentRemedy {
    /** Divided until the refused members are isolated. */
    BISECT,
    /** Too many rows: sent in halves, as are the batches after it. */
    HALVE,
    /** Sent once more as it is; refused again, it is divided like {@link #BISECT}. */
    ONCE_MORE_THEN_BISECT;

    static ContentRemedy of(String id) {
        return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
