package io.audienceroutes.people;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How people log in with an identity provider.
 *
 * @param issuer the provider's address, exactly as it names itself
 * @param clientSecret read with each log-in; empty for a client without one
 * @param publicUrl the address of the console, as browsers reach it
 * @param nameClaim the claim of the ID token that becomes the name of a person
 * @param groupsClaim the claim that lists the groups of a person
 * @param groups the groups whose members have a role
 * @param restrictedGroups the groups whose members are under <em>Restrict PII access</em>
 */
public record OpenIdSettings(
        String issuer,
        String clientId,
        Supplier<Optional<String>> clientSecret,
        String publicUrl,
        String scopes,
        String nameClaim,
        String groupsClaim,
        Map<Role, Set<String>> groups,
        Set<String> restrictedGroups) {

    public OpenIdSettings {
        groups = Map.copyOf(groups);
        restrictedGroups = Set.copyOf(restrictedGroups);
    }

    /** The highest role of these groups; empty where none of them has one. */
    Optional<Role> roleOf(Collection<String> memberOf) {
        return groups.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(memberOf::contains))
                .map(Map.Entry::getKey)
                .max(Role::compareTo);
    }

    boolean restrict(Collection<String> memberOf) {
        return restrictedGroups.stream().anyMatch(memberOf::contains);
    }
}
