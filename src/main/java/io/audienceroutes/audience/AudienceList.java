package io.audienceroutes.audience;

/** The audiences of one advertiser, as one credential sees them: what one read tells of. */
public record AudienceList(String owner, String credential) {}
