package io.audienceroutes.segment;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Takes the cells of one identifier column of one chunk: digests, rejects and counts. */
final class ColumnCells {
    /** What became of a cell. */
    enum Outcome {
        EMPTY,
        ACCEPTED,
        REJECTED
    }

    private static final int SHA256_HEX_DIGITS = 64;
    private static final int MD5_HEX_DIGITS = 32;

    private final IdentifierColumn column;
    private final IdentifierHasher hasher;
    private final Digests digests;
    private final Optional<Digests> md5Digests;
    private final List<RejectedCell> rejects;
    private long raw;
    private long hashed;
    private long upperCaseHex;
    private long md5Length;
    private long accepted;
    private long rejected;

    ColumnCells(IdentifierColumn column, IdentifierHasher hasher, ChunkDigests digests, List<RejectedCell> rejects) {
        this.column = column;
        this.hasher = hasher;
        this.digests = digests.sha256(column.type());
        this.md5Digests = digests.md5(column.type());
        this.rejects = rejects;
    }

    Outcome take(long line, String cell) {
        int from = CellEdges.start(cell);
        int to = CellEdges.end(cell, from);
        int length = to - from;
        if (length == 0) {
            return Outcome.EMPTY;
        }
        if (length == SHA256_HEX_DIGITS && isHex(cell, from, to)) {
            digests.addHex(cell, from);
            hashed++;
            accepted++;
            upperCaseHex += hasCapital(cell, from, to) ? 1 : 0;
            return Outcome.ACCEPTED;
        }
        if (length == MD5_HEX_DIGITS && isHex(cell, from, to)) {
            return takeMd5(line, cell, from);
        }
        int before = digests.count();
        Optional<RejectReason> reason = hasher.hash(cell, from, to, digests);
        if (reason.isPresent()) {
            return reject(line, cell, reason.get());
        }
        raw++;
        accepted += digests.count() - before;
        return Outcome.ACCEPTED;
    }

    private Outcome takeMd5(long line, String cell, int from) {
        md5Length++;
        if (md5Digests.isEmpty()) {
            return reject(line, cell, RejectReason.MD5_NOT_ACCEPTED);
        }
        md5Digests.get().addHex(cell, from);
        accepted++;
        return Outcome.ACCEPTED;
    }

    IdentifierType type() {
        return column.type();
    }

    HashCheckUp checkUp() {
        return new HashCheckUp(raw, hashed, upperCaseHex, md5Length);
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

    private Outcome reject(long line, String cell, RejectReason reason) {
        rejected++;
        rejects.add(new RejectedCell(line, column.column(), reason, hasher.masked(cell)));
        return Outcome.REJECTED;
    }

    private static boolean isHex(String cell, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!HexFormat.isHexDigit(cell.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasCapital(String cell, int from, int to) {
        for (int i = from; i < to; i++) {
            if (cell.charAt(i) >= 'A' && cell.charAt(i) <= 'F') {
                return true;
            }
        }
        return false;
    }
}
