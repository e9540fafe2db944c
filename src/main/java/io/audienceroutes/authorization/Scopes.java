package io.audienceroutes.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The permissions that deliveries need, by TikTok's numbers (tiktok-api.md section 3.6); a parent implies its children. */
public final class Scopes {
    private static final Set<String> ACCOUNTS = Set.of("1", "10", "100");
    private static final String AUDIENCES = "3";
    private static final List<String> AUDIENCES_APART = List.of("30", "31");

    /** Their names in TikTok's portal; others are shown by number. */
    private static final Map<String, String> NAMES = Map.of(
            "1", "Ad Account Management",
            "10", "Ad Account Information",
            "100", "Read Ad Account Information",
            "15", "Business Center",
            "153", "Business Center Asset",
            "3", "Audience Management",
            "30", "Read Custom Audiences",
            "31", "Create and Update Custom Audiences",
            "32", "Share Custom Audiences");

    private Scopes() {}

    /** The name of a permission, with its number. */
    public static String named(String scope) {
        String name = NAMES.get(scope);
        return name == null ? scope : name + " (" + scope + ")";
    }

    /** The missing permissions by their names in TikTok's portal; empty if none is missing or none is known. */
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
