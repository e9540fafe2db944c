package io.audienceroutes.audience;

/** The audiences of one advertiser, as one credential sees them; the unit of reading. */
public record AudienceList(String owner, String credential) {}
