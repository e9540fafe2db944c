package io.audienceroutes.segment;

import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Processes the values of one identifier column of one chunk: digests, rejects and counts. */
final class ColumnCells {
    /** The result for a value. */
    enum Outcome {
        EMPTY,
        ACCEPTED,
        REJECTED
    }

    private static final int SHA256_HEX_DIGITS = 2 * Digests.SHA256_WIDTH;
    private static final int MD5_HEX_DIGITS = 2 * Digests.MD5_WIDTH;

    private static final String ZERO = "0".repeat(MD5_HEX_DIGITS);

    /** Where a random UUID without hyphens has its version, 4, and its variant, 8 to b (RFC 9562, 4.1 and 4.2). */
    private static final int VERSION_DIGIT = 12;

    private static final int VARIANT_DIGIT = 16;

    private final IdentifierColumn column;
    private final IdentifierHasher hasher;
    private final Digests digests;
    private final Optional<Digests> md5Digests;
    private final List<RejectedCell> rejects;
    private final KnownDigests knownDigests = KnownDigests.all();
    private final Map<KnownDigest, Long> known = new EnumMap<>(KnownDigest.class);
    private final Corrections corrections = new Corrections();
    private long raw;
    private long hashed;
    private long upperCaseHex;
    private long md5;
    private long md5Rejected;
    private long uuidLike;
    private long accepted;
    private long rejected;

    ColumnCells(IdentifierColumn column, IdentifierHasher hasher, ChunkDigests digests, List<RejectedCell> rejects) {
        this.column = column;
        this.hasher = hasher;
        this.digests = digests.sha256(column.type());
        this.md5Digests = digests.md5(column.type());
        this.rejects = rejects;
    }

    Outcome take(long line, String value) {
        int from = CellEdges.start(value);
        int to = CellEdges.end(value, from);
        if (from == to) {
            return Outcome.EMPTY;
        }
        int front = CellGuard.mayBegin(value.charAt(from)) ? CellGuard.inFront(value, from, to) : 0;
        return front == 0 ? take(line, value, from, to) : takeGuarded(line, value, from, to, front);
    }

    private Outcome takeGuarded(long line, String value, int from, int to, int front) {
        int behind = CellGuard.behind(value, from, to);
        String inner = CellEdges.trim(value.substring(from + front, to - behind));
        if (inner.isEmpty()) {
            return behind > 0 ? Outcome.EMPTY : take(line, value, from, to);
        }
        Outcome outcome = take(line, inner, 0, inner.length());
        if (outcome == Outcome.ACCEPTED) {
            corrections.count(behind > 0 ? Correction.QUOTES : Correction.APOSTROPHE);
        }
        return outcome;
    }

    private Outcome take(long line, String value, int from, int to) {
        int length = to - from;
        if (length == SHA256_HEX_DIGITS && isHex(value, from, to)) {
            return takeSha256(line, value, from, to);
        }
        if (length == MD5_HEX_DIGITS && isHex(value, from, to)) {
            return takeMd5(line, value, from);
        }
        int before = digests.count();
        Optional<RejectReason> reason = hasher.hash(value, from, to, digests);
        if (reason.isPresent()) {
            return reject(line, value, reason.get());
        }
        raw++;
        accepted += digests.count() - before;
        return Outcome.ACCEPTED;
    }

    private Outcome takeSha256(long line, String value, int from, int to) {
        if (isOfNothing(value, from)) {
            return reject(line, value, RejectReason.DIGEST_OF_NOTHING);
        }
        digests.addHex(value, from);
        hashed++;
        accepted++;
        upperCaseHex += hasCapital(value, from, to) ? 1 : 0;
        return Outcome.ACCEPTED;
    }

    private Outcome takeMd5(long line, String value, int from) {
        if (md5Digests.isEmpty()) {
            md5Rejected++;
            return reject(line, value, RejectReason.MD5_NOT_ACCEPTED);
        }
        if (isZero(value, from)) {
            return reject(line, value, RejectReason.DEVICE_ID_ZERO);
        }
        if (isOfNothing(value, from)) {
            return reject(line, value, RejectReason.DIGEST_OF_NOTHING);
        }
        md5Digests.get().addHex(value, from);
        md5++;
        accepted++;
        boolean random = value.charAt(from + VERSION_DIGIT) == '4'
                && HexFormat.fromHexDigit(value.charAt(from + VARIANT_DIGIT)) >> 2 == 2;
        uuidLike += random ? 1 : 0;
        return Outcome.ACCEPTED;
    }

    private boolean isOfNothing(String hex, int from) {
        long start = HexFormat.fromHexDigitsToLong(hex, from, from + 2 * Long.BYTES);
        Optional<KnownDigest> found = knownDigests.find(start);
        found.ifPresent(digest -> known.merge(digest, 1L, Long::sum));
        return found.isPresent() && found.get().ofNothing();
    }

    String name() {
        return column.name();
    }

    HashCheckUp checkUp() {
        return new HashCheckUp(raw, hashed, upperCaseHex, md5, md5Rejected, uuidLike, known);
    }

    Map<Correction, Long> corrections() {
        Map<Correction, Long> all = corrections.toMap();
        hasher.corrections().forEach((correction, count) -> all.merge(correction, count, Long::sum));
        return all;
    }

    long accepted() {
        return accepted;
    }

    long rejected() {
        return rejected;
    }

    long valuesWhereEmailRulesDiffer() {
        return hasher.valuesWhereEmailRulesDiffer();
    }

    private Outcome reject(long line, String value, RejectReason reason) {
        rejected++;
        rejects.add(new RejectedCell(line, column.name(), reason, hasher.masked(value)));
        return Outcome.REJECTED;
    }

    private static boolean isZero(String value, int from) {
        return value.regionMatches(from, ZERO, 0, MD5_HEX_DIGITS);
    }

    private static boolean isHex(String value, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!HexFormat.isHexDigit(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasCapital(String value, int from, int to) {
        for (int i = from; i < to; i++) {
            if (value.charAt(i) >= 'A' && value.charAt(i) <= 'F') {
                return true;
            }
        }
        return false;
    }
}
