package io.audienceroutes.catalog;

import java.util.Optional;
import java.util.regex.Pattern;

/** One entry of the ordered list: when it applies, and what it means. */
record CatalogRule(CodeSet codes, Optional<Pattern> message, CatalogEntry entry) {

    /** The messages come from TikTok, so the cost of matching a pattern is limited. */
    static final int MAX_MATCHED_CHARS = 2_000;

    boolean matches(int code, String text) {
        return codes.contains(code)
                && message.map(pattern -> pattern.matcher(bounded(text)).find()).orElse(true);
    }

    /** Whether this rule matches everything that the later rule matches. */
    boolean shadows(CatalogRule later) {
        return message.isEmpty() && codes.containsAll(later.codes);
    }

    private static String bounded(String text) {
        return text.length() <= MAX_MATCHED_CHARS ? text : text.substring(0, MAX_MATCHED_CHARS);
    }
}
