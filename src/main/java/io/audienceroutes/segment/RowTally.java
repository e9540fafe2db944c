package io.audienceroutes.segment;

import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * The counts of a chunk, or of several added up in any order.
 *
 * @param rowsRead rows under the header, blank lines not counted; the sum of accepted and rejected rows
 * @param rowsAccepted rows with at least one accepted identifier
 * @param rowsRejected rows with none
 * @param identifiers accepted digests and rejected cells together; under {@link EmailRule#BOTH} an address whose two
 *     forms differ counts twice
 * @param rejectedIdentifiers rejected cells; a row without any value rejects none
 * @param hashCheckUps for each column of identifiers, by its name, what its values looked like
 * @param rowsWhereEmailRulesDiffer rows whose raw, well-formed address has another form under {@link EmailRule#STRIP}
 *     than under {@link EmailRule#PLAIN}, whichever rule is set
 * @param rowsLongerThanHeader rows with more cells than the header has columns; the surplus is ignored
 * @param rejectReasons how often each reason was given
 * @param corrections how often each correction was made
 */
public record RowTally(
        long rowsRead,
        long rowsAccepted,
        long rowsRejected,
        long identifiers,
        long rejectedIdentifiers,
        Map<String, HashCheckUp> hashCheckUps,
        long rowsWhereEmailRulesDiffer,
        long rowsLongerThanHeader,
        Map<RejectReason, Long> rejectReasons,
        Map<Correction, Long> corrections) {
    public RowTally {
        hashCheckUps = Collections.unmodifiableMap(new TreeMap<>(hashCheckUps));
        rejectReasons = Map.copyOf(rejectReasons);
        corrections = Map.copyOf(Objects.requireNonNullElse(corrections, Map.of()));
        if (rowsRead != rowsAccepted + rowsRejected) {
            throw new IllegalArgumentException("The tally does not add up: " + rowsRead + " rows read, " + rowsAccepted
                    + " accepted and " + rowsRejected + " rejected.");
        }
    }

    /** A tally without corrections. */
    public RowTally(
            long rowsRead,
            long rowsAccepted,
            long rowsRejected,
            long identifiers,
            long rejectedIdentifiers,
            Map<String, HashCheckUp> hashCheckUps,
            long rowsWhereEmailRulesDiffer,
            long rowsLongerThanHeader,
            Map<RejectReason, Long> rejectReasons) {
        this(
                rowsRead,
                rowsAccepted,
                rowsRejected,
                identifiers,
                rejectedIdentifiers,
                hashCheckUps,
                rowsWhereEmailRulesDiffer,
                rowsLongerThanHeader,
                rejectReasons,
                Map.of());
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
                merged(new TreeMap<>(), hashCheckUps, other.hashCheckUps, HashCheckUp::plus),
                rowsWhereEmailRulesDiffer + other.rowsWhereEmailRulesDiffer,
                rowsLongerThanHeader + other.rowsLongerThanHeader,
                merged(new EnumMap<>(RejectReason.class), rejectReasons, other.rejectReasons, Long::sum),
                merged(new EnumMap<>(Correction.class), corrections, other.corrections, Long::sum));
    }

    /** The code of the reason that was given most often; empty where nothing was rejected. */
    public String mostFrequentReason() {
        return rejectReasons.entrySet().stream()
                .max(Map.Entry.<RejectReason, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(most -> most.getKey().code())
                .orElse("");
    }

    /** Digests that the rows gave, duplicates included. */
    public long acceptedIdentifiers() {
        return identifiers - rejectedIdentifiers;
    }

    /**
     * Refuses the file if this tally of the whole file requires it: {@code NO_ROWS} when only a header came,
     * {@code MIXED_HASHES} when one column holds raw and hashed values.
     */
    public void requireUsable() {
        requireRows();
        requireOneKind();
    }

    /** The first check of {@link #requireUsable()}: a mirrored list may be empty. */
    public void requireRows() {
        if (rowsRead == 0) {
            throw new SegmentFileRefused(
                    Reason.NO_ROWS,
                    "The segment file has a header line and no rows: expected one line for each customer. Check the"
                            + " export that wrote it, and deliver it again.");
        }
    }

    /** The second check of {@link #requireUsable()}. */
    public void requireOneKind() {
        hashCheckUps.forEach((column, checkUp) -> {
            if (checkUp.mixed()) {
                throw mixed(column, checkUp);
            }
            if (checkUp.withoutHyphens()) {
                throw withoutHyphens(column, checkUp);
            }
        });
    }

    private static SegmentFileRefused mixed(String column, HashCheckUp checkUp) {
        return new SegmentFileRefused(
                Reason.MIXED_HASHES,
                "The column " + Quoted.name(column) + " of the segment file holds " + checkUp.raw() + " raw and "
                        + checkUp.digests() + " hashed values, but must contain only one kind, because values that"
                        + " were hashed elsewhere may follow another rule. Export the column either raw or hashed, and deliver the file"
                        + " again.");
    }

    private static SegmentFileRefused withoutHyphens(String column, HashCheckUp checkUp) {
        return new SegmentFileRefused(
                Reason.DEVICE_IDS_WITHOUT_HYPHENS,
                "The column " + Quoted.name(column) + " of the segment file holds " + checkUp.md5()
                        + " values of 32 hexadecimal digits, of which " + checkUp.uuidLike()
                        + " look like device ids without hyphens, not like MD5 hashes: TikTok would match none"
                        + " of them. Export the ids with hyphens (8-4-4-4-12), or hash them, and deliver the file"
                        + " again.");
    }

    private static <K, V> Map<K, V> merged(Map<K, V> merged, Map<K, V> left, Map<K, V> right, BinaryOperator<V> sum) {
        merged.putAll(left);
        right.forEach((key, value) -> merged.merge(key, value, sum));
        return merged;
    }
}
