package io.audienceroutes.catalog;

import java.util.Optional;
import java.util.regex.Pattern;

/** One line of the ordered list: when it applies, and what it says. */
record CatalogRule(CodeSet codes, Optional<Pattern> message, CatalogEntry entry) {

    /** The messages are TikTok's, so the work that a pattern can make of one is bounded. */
    static final int MAX_MATCHED_CHARS = 2_000;

    boolean matches(int code, String text) {
        return codes.contains(code)
                && message.map(pattern -> pattern.matcher(bounded(text)).find()).orElse(true);
    }

    /** Whether nothing that the later rule applies to can pass this one. */
    boolean shadows(CatalogRule later) {
        return message.isEmpty() && codes.containsAll(later.codes);
    }

    private static String bounded(String text) {
        return text.length() <= MAX_MATCHED_CHARS ? text : text.substring(0, MAX_MATCHED_CHARS);
    }
}
