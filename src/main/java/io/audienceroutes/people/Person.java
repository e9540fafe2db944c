package io.audienceroutes.people;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody who may log in, or could once.
 *
 * @param name in lower case
 * @param restrictPii whether personal data is hidden from them
 * @param passwordSetAt empty for those who have not followed their one-time link yet, and those of an identity provider
 * @param disabledAt since when they cannot log in; empty for those who can
 */
public record Person(
        String name,
        String displayName,
        Role role,
        boolean restrictPii,
        Source source,
        Instant createdAt,
        Optional<Instant> passwordSetAt,
        Optional<Instant> disabledAt,
        Optional<Instant> lastLogInAt) {
    /** Who vouches for a person. */
    public enum Source {
        /** A password that is kept here. */
        LOCAL,
        /** An OpenID Connect provider. */
        OIDC
    }

    /** Whether the person is not disabled. */
    public boolean enabled() {
        return disabledAt.isEmpty();
    }

    /** The person as the sender of a request. */
    public Principal principal() {
        return new Principal(name, role, restrictPii, Principal.Kind.PERSON);
    }

    /** A new one. */
    static Person of(String name, String displayName, Role role, boolean restrictPii, Source source, Instant now) {
        return new Person(
                name,
                displayName,
                role,
                restrictPii,
                source,
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    Person withRole(Role newRole, boolean newRestrictPii) {
        return new Person(
                name, displayName, newRole, newRestrictPii, source, createdAt, passwordSetAt, disabledAt, lastLogInAt);
    }

    Person withDisabledAt(Optional<Instant> at) {
        return new Person(name, displayName, role, restrictPii, source, createdAt, passwordSetAt, at, lastLogInAt);
    }

    Person withDisplayName(String newName) {
        return new Person(name, newName, role, restrictPii, source, createdAt, passwordSetAt, disabledAt, lastLogInAt);
    }

    Person withLogInAt(Instant at) {
        return new Person(
                name, displayName, role, restrictPii, source, createdAt, passwordSetAt, disabledAt, Optional.of(at));
    }

    /** Whether the person can log in without anybody's help. */
    boolean canLogIn() {
        return enabled() && (passwordSetAt.isPresent() || source == Source.OIDC);
    }
}
