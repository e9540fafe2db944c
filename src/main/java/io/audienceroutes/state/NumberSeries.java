package io.audienceroutes.state;

import java.util.Locale;
import org.jdbi.v3.core.Handle;

/** Unique numbers, assigned in the transaction that needs them: no two comparisons or generations share one. */
public enum NumberSeries {
    /** The runs of workflows: each comparison begins one. */
    COMPARISON,
    /** The states in which workflows leave their audiences. */
    GENERATION;

    public long next(Handle handle) {
        return handle.createQuery("UPDATE number_series SET last = last + 1 WHERE name = :name RETURNING last")
                .bind("name", name().toLowerCase(Locale.ROOT))
                .mapTo(Long.class)
                .one();
    }
}
