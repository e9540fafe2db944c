package io.audienceroutes.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The permissions that deliveries need, by TikTok's numbers (tiktok-api.md section 3.6); a parent implies its children. */
public final class Scopes {
    private static final Set<String> ACCOUNTS = Set.of("1", "10", "100");
    private static final String AUDIENCES = "3";
    private static final List<String> AUDIENCES_APART = List.of("30", "31");

    private Scopes() {}

    /** What is missing, in the words of TikTok's portal; empty when nothing is, or nothing is known. */
    public static List<String> missing(List<String> granted) {
        List<String> missing = new ArrayList<>();
        if (granted.isEmpty()) {
            return missing;
        }
        if (!granted.contains(AUDIENCES) && !granted.containsAll(AUDIENCES_APART)) {
            missing.add("Audience Management (3, or 30 and 31)");
        }
        if (granted.stream().noneMatch(ACCOUNTS::contains)) {
            missing.add("Ad Account Management (1, or 100)");
        }
        return List.copyOf(missing);
    }
}
