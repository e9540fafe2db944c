package io.audienceroutes.people;

/**
 * Somebody for whom an identity provider vouches.
 *
 * @param subject by which the provider knows them for ever: its address and their {@code sub}
 * @param name in lower case
 */
public record Identity(String subject, String name, String displayName, Role role, boolean restrictPii) {}
