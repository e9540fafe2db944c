package io.audienceroutes.segment;

import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * The counts of a chunk, or of several added up in any order.
 *
 * @param rowsRead rows under the header, blank lines not counted; always accepted and rejected rows together
 * @param rowsAccepted rows with at least one accepted identifier
 * @param rowsRejected rows with none
 * @param identifiers accepted digests and rejected cells together; under {@link EmailRule#BOTH} an address whose two
 *     forms differ counts twice
 * @param rejectedIdentifiers rejected cells; a row without any value rejects none
 * @param hashCheckUps for each configured type what its column's values looked like
 * @param rowsWhereEmailRulesDiffer rows whose raw, well-formed address has another form under {@link EmailRule#STRIP}
 *     than under {@link EmailRule#PLAIN}, whichever rule is set
 * @param rowsLongerThanHeader rows with more cells than the header has columns; the surplus is ignored
 * @param rejectReasons how often each reason was given
 */
public record RowTally(
        long rowsRead,
        long rowsAccepted,
        long rowsRejected,
        long identifiers,
        long rejectedIdentifiers,
        Map<IdentifierType, HashCheckUp> hashCheckUps,
        long rowsWhereEmailRulesDiffer,
        long rowsLongerThanHeader,
        Map<RejectReason, Long> rejectReasons) {
    public RowTally {
        hashCheckUps = Map.copyOf(hashCheckUps);
        rejectReasons = Map.copyOf(rejectReasons);
        if (rowsRead != rowsAccepted + rowsRejected) {
            throw new IllegalArgumentException("The tally does not add up: " + rowsRead + " rows read, " + rowsAccepted
                    + " accepted and " + rowsRejected + " rejected.");
        }
    }

    public static RowTally zero() {
        return new RowTally(0, 0, 0, 0, 0, Map.of(), 0, 0, Map.of());
    }

    public RowTally plus(RowTally other) {
        return new RowTally(
                rowsRead + other.rowsRead,
                rowsAccepted + other.rowsAccepted,
                rowsRejected + other.rowsRejected,
                identifiers + other.identifiers,
                rejectedIdentifiers + other.rejectedIdentifiers,
                merged(IdentifierType.class, hashCheckUps, other.hashCheckUps, HashCheckUp::plus),
                rowsWhereEmailRulesDiffer + other.rowsWhereEmailRulesDiffer,
                rowsLongerThanHeader + other.rowsLongerThanHeader,
                merged(RejectReason.class, rejectReasons, other.rejectReasons, Long::sum));
    }

    /** Digests that the rows gave, duplicates included. */
    public long acceptedIdentifiers() {
        return identifiers - rejectedIdentifiers;
    }

    /**
     * Refuses the file whose whole tally this is: {@code NO_ROWS} when only a header came, {@code MIXED_HASHES} when
     * one column holds raw and hashed values.
     */
    public void requireUsable() {
        requireRows();
        requireOneKind();
    }

    /** The first half of {@link #requireUsable()}: a mirrored list may be empty. */
    public void requireRows() {
        if (rowsRead == 0) {
            throw new SegmentFileRefused(
                    Reason.NO_ROWS,
                    "The segment file has a header line and no rows: expected is one line for each customer. Check the"
                            + " export that wrote it, and deliver it again.");
        }
    }

    /** The second half of {@link #requireUsable()}. */
    public void requireOneKind() {
        hashCheckUps.forEach((type, checkUp) -> {
            if (checkUp.mixed()) {
                throw new SegmentFileRefused(
                        Reason.MIXED_HASHES,
                        "The " + type + " column of the segment file holds " + checkUp.raw() + " raw and "
                                + checkUp.hashed() + " hashed values: expected is one kind, because values hashed"
                                + " elsewhere may follow another rule. Export the column either raw or hashed, and"
                                + " deliver the file again.");
            }
        });
    }

    private static <K extends Enum<K>, V> Map<K, V> merged(
            Class<K> keys, Map<K, V> left, Map<K, V> right, BinaryOperator<V> sum) {
        Map<K, V> merged = new EnumMap<>(keys);
        merged.putAll(left);
        right.forEach((key, value) -> merged.merge(key, value, sum));
        return merged;
    }
}
