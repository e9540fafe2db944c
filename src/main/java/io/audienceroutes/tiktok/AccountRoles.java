package io.audienceroutes.tiktok;

import java.util.Map;
import java.util.Set;

/**
 * The roles that a business user has on the advertising accounts of a Business Center.
 *
 * @param roles by advertiser id: {@code ADMIN}, {@code OPERATOR} or {@code ANALYST}
 * @param pages how many pages there are
 */
public record AccountRoles(Map<String, String> roles, int pages) {
    /** Roles that may manage audiences: Operator is recommended; Analyst is read-only. */
    private static final Set<String> MANAGING = Set.of("ADMIN", "OPERATOR");

    public AccountRoles {
        roles = Map.copyOf(roles);
    }

    /** Whether this role may manage audiences. */
    public static boolean manages(String role) {
        return MANAGING.contains(role);
    }
}
