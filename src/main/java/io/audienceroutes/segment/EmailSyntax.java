package io.audienceroutes.segment;

import java.net.IDN;
import java.nio.charset.StandardCharsets;

/**
 * The grammar of an e-mail address over its lower-cased UTF-8 octets: RFC 5321 and 6531 without quoted local parts,
 * comments and address literals, which nobody uses to register. Octets above ASCII pass here: whether they are letters
 * or digits is checked on characters beforehand.
 */
final class EmailSyntax {
    private static final int MAX_LOCAL_OCTETS = 64;
    private static final int MAX_DOMAIN_OCTETS = 253;
    private static final int MAX_LABEL_OCTETS = 63;

    private static final boolean[] ATOM = table("abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~");
    private static final boolean[] LABEL = table("abcdefghijklmnopqrstuvwxyz0123456789-");

    private EmailSyntax() {}

    /** The position of the @ after a well-formed local part, or -1. */
    static int atSign(byte[] text, int length) {
        boolean dotForbidden = true;
        for (int i = 0; i < length; i++) {
            byte octet = text[i];
            if (octet == '@') {
                return dotForbidden || i > MAX_LOCAL_OCTETS ? -1 : i;
            }
            if (octet == '.') {
                if (dotForbidden) {
                    return -1;
                }
                dotForbidden = true;
            } else if (octet >= 0 && !ATOM[octet]) {
                return -1;
            } else {
                dotForbidden = false;
            }
        }
        return -1;
    }

    /** Whether the ASCII text is a domain of two or more labels whose last is not a number. */
    static boolean isDomain(byte[] text, int from, int to) {
        if (to - from > MAX_DOMAIN_OCTETS) {
            return false;
        }
        int labelStart = from;
        for (int i = from; i < to; i++) {
            if (text[i] == '.') {
                if (!isLabel(text, labelStart, i)) {
                    return false;
                }
                labelStart = i + 1;
            }
        }
        return labelStart > from && isLabel(text, labelStart, to) && !isNumber(text, labelStart, to);
    }

    /** As {@link #isDomain}, for a domain with characters above ASCII: checked in its DNS form. */
    static boolean isInternationalDomain(String domain) {
        try {
            byte[] ascii = IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED | IDN.USE_STD3_ASCII_RULES)
                    .getBytes(StandardCharsets.US_ASCII);
            return isDomain(ascii, 0, ascii.length);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Characters allowed in an address besides ASCII: letters, digits and their combining marks, of any script. */
    static boolean isWordCharacter(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER -> true;
            default -> false;
        };
    }

    private static boolean isLabel(byte[] text, int from, int to) {
        if (from == to || to - from > MAX_LABEL_OCTETS || text[from] == '-' || text[to - 1] == '-') {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (text[i] < 0 || !LABEL[text[i]]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean[] table(String allowed) {
        boolean[] table = new boolean[128];
        allowed.chars().forEach(c -> table[c] = true);
        return table;
    }
}
