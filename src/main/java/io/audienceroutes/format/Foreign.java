package io.audienceroutes.format;

import io.audienceroutes.segment.SegmentFileRefused;
import io.audienceroutes.segment.SegmentFileRefused.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Files that are not lists, recognised by their first bytes so that each is refused with its type and remedy. */
final class Foreign {
    private static final int TAR_MARK = 257;
    private static final String OFFICE = "[Content_Types].xml";

    private static final String EXPORT = "Export the list in one of these, and deliver it again.";
    private static final String SAVE_AS_CSV =
            "Open it in the program that wrote it, save the list as CSV UTF-8, and deliver that file.";
    private static final String PAGE =
            "Programs that export to Excel often write such a page under the name .xls: open it in Excel, save the list"
                    + " as CSV UTF-8, and deliver that file. If it was downloaded, check that it is not an error page.";
    private static final String ENCRYPT =
            "Encrypt the list itself with the public key of this installation, and deliver that file.";

    /** Types recognised by their first bytes, as characters. */
    private static final List<Kind> BINARY = List.of(
            new Kind("a PDF document", "%PDF-", EXPORT),
            new Kind("an old Excel or Word file", "\u00d0\u00cf\u0011\u00e0", SAVE_AS_CSV),
            new Kind("a 7z archive", "7z\u00bc\u00af'\u001c", EXPORT),
            new Kind("a RAR archive", "Rar!", EXPORT),
            new Kind("an xz file", "\u00fd7zXZ\0", EXPORT),
            new Kind("a bzip2 file", "BZh", EXPORT),
            new Kind("a Parquet file", "PAR1", EXPORT),
            new Kind("an Avro file", "Obj\u0001", EXPORT),
            new Kind("an ORC file", "ORC\n", EXPORT),
            new Kind("a SQLite database", "SQLite format 3", EXPORT),
            new Kind(
                    "a JSON text sequence (RFC 7464)",
                    "\u001e{",
                    "Write JSON Lines: one object per line, without the record separator (U+001E) before each."));

    /** Types recognised by the start of their text, in lower case. */
    private static final List<Kind> TEXT = List.of(
            new Kind("a web page (HTML)", "<!doctype html", PAGE),
            new Kind("a web page (HTML)", "<html", PAGE),
            new Kind("a web page (HTML)", "<head", PAGE),
            new Kind("a web page (HTML)", "<body", PAGE),
            new Kind("a web page (HTML)", "<meta", PAGE),
            new Kind("a web page (HTML)", "<style", PAGE),
            new Kind("a web page (HTML)", "<table", PAGE),
            new Kind("a web page (HTML)", "<div", PAGE),
            new Kind("a web page or XML", "<!--", PAGE),
            new Kind("an XML document", "<?xml", EXPORT),
            new Kind("a word processor document (RTF)", "{\\rtf", SAVE_AS_CSV),
            new Kind("an address book (vCard)", "begin:vcard", "Export the addresses as CSV, and deliver that file."),
            new Kind("a calendar (iCalendar)", "begin:vcalendar", EXPORT),
            new Kind("an e-mail message", "mime-version:", "Save its attachment, and deliver that file."),
            new Kind("an e-mail message", "return-path:", "Save its attachment, and deliver that file."));

    private static final List<Kind> PGP = List.of(
            new Kind("a clear-signed OpenPGP text, which anybody can read", "-----begin pgp signed message", ENCRYPT),
            new Kind("an OpenPGP signature without the list that it signs", "-----begin pgp signature", ENCRYPT),
            new Kind("an OpenPGP public key, not a message", "-----begin pgp public key", ENCRYPT),
            new Kind(
                    "an OpenPGP private key, not a message",
                    "-----begin pgp private key",
                    "Remove it from the source: a private key must not be stored with segment files. " + ENCRYPT));

    private static final String MESSAGE_INSIDE = "\n-----begin pgp message";

    /** A format, the first bytes of its files, and the remedy. */
    private record Kind(String name, String prefix, String remedy) {}

    private Foreign() {}

    /** Refuses the first bytes of such a file. */
    static void refuse(byte[] head, int length) {
        String bytes = new String(head, 0, length, StandardCharsets.ISO_8859_1);
        BINARY.stream()
                .filter(kind -> bytes.startsWith(kind.prefix()))
                .findFirst()
                .ifPresent(kind -> refuse(kind));
        if (bytes.startsWith("ustar", TAR_MARK)) {
            refuse(new Kind("a tar archive", "", EXPORT));
        }
        String text = letters(head, length, bytes);
        TEXT.stream()
                .filter(kind -> text.startsWith(kind.prefix()))
                .findFirst()
                .ifPresent(kind -> refuse(named(kind, text)));
        refusePgp(head, length, text);
    }

    /** Whether these bytes start a workbook or another document that is a zip archive. */
    static boolean isOffice(byte[] head) {
        String bytes = new String(head, StandardCharsets.ISO_8859_1);
        return bytes.contains(OFFICE) || bytes.contains("mimetypeapplication/vnd.");
    }

    /** Refuses OpenPGP data that is not an encrypted message. */
    static void refusePgp(byte[] head) {
        refusePgp(head, head.length, letters(head, head.length, new String(head, StandardCharsets.ISO_8859_1)));
    }

    private static void refusePgp(byte[] head, int length, String text) {
        Optional<Kind> armoured =
                PGP.stream().filter(kind -> text.startsWith(kind.prefix())).findFirst();
        if (armoured.isPresent()) {
            throw notEncrypted("is " + armoured.get().name() + "; expected a list, or an OpenPGP message that is"
                    + " encrypted. " + armoured.get().remedy());
        }
        if (FileSignature.isClearPgp(head, length)) {
            throw notEncrypted("is an OpenPGP message that is signed or compressed, but not encrypted. " + ENCRYPT);
        }
        if (text.contains(MESSAGE_INSIDE)) {
            throw notEncrypted("is an OpenPGP message with other text in front of it, such as an e-mail around it."
                    + " Deliver the lines from -----BEGIN PGP MESSAGE----- to -----END PGP MESSAGE----- alone, or the"
                    + " attachment of the e-mail.");
        }
    }

    private static Kind named(Kind kind, String text) {
        boolean workbook = text.contains("excel.sheet") || text.contains("office:spreadsheet");
        return kind.prefix().equals("<?xml") && workbook ? new Kind("an Excel workbook in XML", "", SAVE_AS_CSV) : kind;
    }

    private static String letters(byte[] head, int length, String bytes) {
        boolean utf16 = bytes.startsWith("\u00ff\u00fe") || bytes.startsWith("\u00fe\u00ff");
        String text = utf16 ? new String(Arrays.copyOf(head, length), StandardCharsets.UTF_16) : bytes;
        return text.replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading().toLowerCase(Locale.ROOT);
    }

    private static void refuse(Kind kind) {
        throw new SegmentFileRefused(
                Reason.NOT_TEXT,
                "The segment file is " + kind.name()
                        + "; expected CSV or JSON Lines, plain or compressed with gzip, zip"
                        + " or zstd, or encrypted with OpenPGP. " + kind.remedy());
    }

    private static SegmentFileRefused notEncrypted(String found) {
        return new SegmentFileRefused(Reason.CANNOT_DECRYPT, "The segment file " + found + " Nothing was sent.");
    }
}
