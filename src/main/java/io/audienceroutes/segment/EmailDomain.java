package io.audienceroutes.segment;

import java.net.IDN;
import java.util.Optional;

/** Equivalent forms of an address: of its domain, and of full-width characters. */
final class EmailDomain {
    private static final char FIRST_WIDE = '\uff01';
    private static final char LAST_WIDE = '\uff5e';

    private EmailDomain() {}

    /** Whether a label of this lower-cased domain is in the ASCII form of an international name: {@code xn--...}. */
    static boolean hasAsciiForm(byte[] text, int from, int to) {
        for (int i = from; i + 3 < to; i++) {
            if (text[i + 3] == '-' && text[i + 2] == '-' && text[i + 1] == 'n' && text[i] == 'x') {
                return true;
            }
        }
        return false;
    }

    /**
     * The Unicode form of an ASCII domain, or the reverse; empty where there is just one. Only forms that convert to
     * each other are used: Java implements the older rules, under which a sharp s becomes another domain.
     */
    static Optional<String> otherForm(String domain) {
        try {
            String ascii = IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
            String unicode = IDN.toUnicode(domain, IDN.ALLOW_UNASSIGNED);
            if (!ascii.equals(domain)) {
                return IDN.toUnicode(ascii, IDN.ALLOW_UNASSIGNED).equals(domain)
                        ? Optional.of(ascii)
                        : Optional.empty();
            }
            return unicode.equals(domain) ? Optional.empty() : Optional.of(unicode);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The text with the full-width forms of ASCII characters as ASCII characters. */
    static String narrowed(String text) {
        if (text.chars().noneMatch(c -> c >= FIRST_WIDE && c <= LAST_WIDE)) {
            return text;
        }
        StringBuilder narrow = new StringBuilder(text.length());
        text.chars()
                .map(c -> c >= FIRST_WIDE && c <= LAST_WIDE ? c - FIRST_WIDE + '!' : c)
                .forEach(c -> narrow.append((char) c));
        return narrow.toString();
    }
}
