package io.audienceroutes.segment;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * A segment file that cannot be delivered: nothing of it may be sent.
 *
 * <p>The message says what was expected, what was found and what to do. It contains column names, line numbers and
 * counts, never a value of a row.
 */
public final class SegmentFileRefused extends RuntimeException {

    /** Why a file is refused. */
    public enum Reason {
        /** No record at all, not even a header line. */
        EMPTY,
        /** A header line, and no row under it. */
        NO_ROWS,
        /** Not text: a spreadsheet, a document, a web page, another character set. */
        NOT_TEXT,
        /** Character set or delimiter is ambiguous: a setting has to decide. */
        UNCLEAR_FORMAT,
        /** A compressed file or archive that is damaged, truncated, not supported or beyond the limits. */
        BAD_ARCHIVE,
        /** An encrypted file that cannot be decrypted, was changed in transit or lacks a signature. */
        CANNOT_DECRYPT,
        /** A line of JSON Lines that is not a flat object. */
        BROKEN_JSON,
        /** One or more configured columns are not in the header line. */
        MISSING_COLUMN,
        /** A configured column is in the header line more than once. */
        DUPLICATE_COLUMN,
        /** Several columns may contain one type, or one column is configured for two types. */
        AMBIGUOUS_COLUMN,
        /** A quoted field that is not closed, or with text after its closing quote. */
        BROKEN_QUOTING,
        /** A record longer than {@link ReadLimits#maxRecordChars()}. */
        RECORD_TOO_LONG,
        /** One column holds both raw and hashed values. */
        MIXED_HASHES,
        /** Device ids that look like MD5 digests. */
        DEVICE_IDS_WITHOUT_HYPHENS;

        /** Stable name for catalogues and receipts, such as {@code segment-file-missing-column}. */
        public String code() {
            return "segment-file-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final long NO_LINE = 0;

    private final Reason reason;
    private final long line;

    /** A refusal that concerns the file as a whole. */
    public SegmentFileRefused(Reason reason, String message) {
        this(reason, NO_LINE, message);
    }

    /** A refusal caused by a physical line (1-based). */
    public SegmentFileRefused(Reason reason, long line, String message) {
        super(message);
        this.reason = reason;
        this.line = line;
    }

    /** The same refusal, for one part of the file. */
    public SegmentFileRefused of(String part) {
        return new SegmentFileRefused(reason, line, "In " + Quoted.name(part) + ": " + getMessage());
    }

    public Reason reason() {
        return reason;
    }

    /** The physical line (1-based) that caused it, if any. */
    public OptionalLong line() {
        return line == NO_LINE ? OptionalLong.empty() : OptionalLong.of(line);
    }

    /** The {@link Reason#code()} of {@link #reason()}. */
    public String code() {
        return reason.code();
    }
}
