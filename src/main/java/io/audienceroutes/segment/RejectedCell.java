package io.audienceroutes.segment;

import java.util.Objects;

/**
 * A rejected cell or, with {@link RejectReason#NO_IDENTIFIER}, a row without any identifier.
 *
 * @param line physical line (1-based) at which the row starts
 * @param column configured name of the column, or of all configured columns joined with a comma for a row
 * @param maskedValue what {@link Masked} shows of the value; empty for a row
 */
public record RejectedCell(long line, String column, RejectReason reason, String maskedValue) {
    public RejectedCell {
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(maskedValue, "maskedValue");
    }
}
