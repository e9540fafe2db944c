package io.audienceroutes.segment;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Hashes e-mail addresses: trimmed, lower-cased, checked, then normalised by the rule, as UTF-8.
 *
 * <p>Decomposed accents and full-width characters are other encodings of the same text and are composed and narrowed.
 * An internationalised domain is hashed as written, not in its other form ({@code xn--...}), because the form that the
 * TikTok user entered is unknown. If every form matters, as on an opt-out list, both are hashed (decision record 31).
 */
final class EmailHasher implements IdentifierHasher {
    /** More than the longest address of any script: 64 octets, an @ and 253 characters, each of up to two chars. */
    private static final int MAX_CHARS = 640;

    private final EmailRule rule;
    private final boolean everyForm;
    private final Corrections corrections = new Corrections();
    private final byte[] ascii = new byte[MAX_CHARS];
    private byte[] stripped = new byte[MAX_CHARS];
    private long differing;

    /** Optionally hashes each address in every form that may be sent. */
    EmailHasher(EmailRule rule, boolean everyForm) {
        this.rule = rule;
        this.everyForm = everyForm;
    }

    @Override
    public Optional<RejectReason> hash(String cell, int from, int to, Digests digests) {
        if (to - from > MAX_CHARS) {
            return Optional.of(diagnosis(cell, from, to, RejectReason.EMAIL_MALFORMED));
        }
        if (!lowerCasedAscii(cell, from, to)) {
            return hashUnicode(cell, from, to, digests);
        }
        int length = to - from;
        int at = EmailSyntax.atSign(ascii, length);
        if (at < 0) {
            return Optional.of(diagnosis(cell, from, to, RejectReason.EMAIL_MALFORMED));
        }
        if (!EmailSyntax.isDomain(ascii, at + 1, length)) {
            return Optional.of(diagnosis(cell, from, to, domainFault(cell, from + at, to)));
        }
        if (EmailDomain.hasAsciiForm(ascii, at + 1, length)) {
            return hashInternational(new String(ascii, 0, length, StandardCharsets.US_ASCII), at, digests);
        }
        return hashUnderRule(ascii, length, at, digests);
    }

    @Override
    public Map<Correction, Long> corrections() {
        return corrections.toMap();
    }

    @Override
    public long valuesWhereEmailRulesDiffer() {
        return differing;
    }

    @Override
    public String masked(String value) {
        return Masked.email(value);
    }

    private boolean lowerCasedAscii(String cell, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = cell.charAt(i);
            if (c >= 0x80) {
                return false;
            }
            ascii[i - from] = (byte) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        }
        return true;
    }

    private Optional<RejectReason> hashUnicode(String cell, int from, int to, Digests digests) {
        String written = cell.substring(from, to).toLowerCase(Locale.ROOT);
        String narrow = EmailDomain.narrowed(written);
        String address = Normalizer.normalize(narrow, Normalizer.Form.NFC);
        boolean words = address.codePoints().allMatch(c -> c < 0x80 || EmailSyntax.isWordCharacter(c));
        byte[] octets = address.getBytes(StandardCharsets.UTF_8);
        int at = words ? EmailSyntax.atSign(octets, octets.length) : -1;
        if (at < 0) {
            return Optional.of(diagnosis(cell, from, to, RejectReason.EMAIL_MALFORMED));
        }
        int firstAt = address.indexOf('@');
        if (!EmailSyntax.isInternationalDomain(address.substring(firstAt + 1))) {
            return Optional.of(diagnosis(cell, from, to, domainFault(address, firstAt, address.length())));
        }
        Optional<RejectReason> fault = hashInternational(address, firstAt, digests);
        if (fault.isEmpty() && !narrow.equals(written)) {
            corrections.count(Correction.FULL_WIDTH);
        }
        if (fault.isEmpty() && !address.equals(narrow)) {
            corrections.count(Correction.DECOMPOSED);
        }
        if (fault.isEmpty() && everyForm && !address.equals(written)) {
            byte[] asWritten = written.getBytes(StandardCharsets.UTF_8);
            digests.addHashOf(asWritten, 0, asWritten.length);
        }
        return fault;
    }

    /** Hashes an address whose domain may have a Unicode and an ASCII form. */
    private Optional<RejectReason> hashInternational(String address, int at, Digests digests) {
        String domain = address.substring(at + 1);
        Optional<RejectReason> fault = hashUnderRule(address, digests);
        Optional<String> other = EmailDomain.otherForm(domain);
        if (fault.isPresent() || other.isEmpty()) {
            return fault;
        }
        corrections.count(domain.chars().allMatch(c -> c < 0x80) ? Correction.ASCII_DOMAIN : Correction.UNICODE_DOMAIN);
        return everyForm ? hashUnderRule(address.substring(0, at + 1) + other.get(), digests) : fault;
    }

    private Optional<RejectReason> hashUnderRule(String address, Digests digests) {
        byte[] octets = address.getBytes(StandardCharsets.UTF_8);
        return hashUnderRule(octets, octets.length, EmailSyntax.atSign(octets, octets.length), digests);
    }

    private Optional<RejectReason> hashUnderRule(byte[] text, int length, int at, Digests digests) {
        boolean differs = hasTagOrDot(text, at);
        differing += differs ? 1 : 0;
        if (rule == EmailRule.PLAIN || !differs) {
            digests.addHashOf(text, 0, length);
            return Optional.empty();
        }
        int strippedLength = strip(text, length, at);
        boolean emptied = stripped[0] == '@';
        if (rule == EmailRule.BOTH) {
            digests.addHashOf(text, 0, length);
        } else if (emptied) {
            return Optional.of(RejectReason.EMAIL_EMPTY_WHEN_STRIPPED);
        }
        if (!emptied) {
            digests.addHashOf(stripped, 0, strippedLength);
        }
        return Optional.empty();
    }

    private static boolean hasTagOrDot(byte[] text, int at) {
        for (int i = 0; i < at; i++) {
            if (text[i] == '.' || text[i] == '+') {
                return true;
            }
        }
        return false;
    }

    /** Writes the stripped form and returns its length. */
    private int strip(byte[] text, int length, int at) {
        if (stripped.length < length) {
            stripped = new byte[length];
        }
        int kept = 0;
        for (int i = 0; i < at && text[i] != '+'; i++) {
            if (text[i] != '.') {
                stripped[kept++] = text[i];
            }
        }
        System.arraycopy(text, at, stripped, kept, length - at);
        return kept + length - at;
    }

    /** A second @ makes the whole address invalid, not only its domain. */
    private static RejectReason domainFault(String text, int at, int to) {
        int second = text.indexOf('@', at + 1);
        return second >= 0 && second < to ? RejectReason.EMAIL_MALFORMED : RejectReason.EMAIL_DOMAIN_INVALID;
    }

    /** The most helpful reason: invisible characters first, then white space, then quotes, then the given one. */
    private static RejectReason diagnosis(String cell, int from, int to, RejectReason otherwise) {
        boolean space = false;
        boolean unseen = false;
        for (int i = from; i < to; i++) {
            char c = cell.charAt(i);
            if (c == '\ufffd') {
                return RejectReason.UNDECODABLE_BYTES;
            }
            unseen |= c != '\t' && c != '\n' && c != '\r' && CellEdges.isUnseen(c);
            space |= CellEdges.isTrimmed(c);
        }
        if (unseen) {
            return RejectReason.CONTROL_CHARACTER;
        }
        if (space) {
            return RejectReason.EMAIL_INNER_SPACE;
        }
        return cell.charAt(from) == '"' ? RejectReason.EMAIL_QUOTED : otherwise;
    }
}
