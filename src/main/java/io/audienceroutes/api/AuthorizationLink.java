package io.audienceroutes.api;

import java.time.Instant;

/**
 * A link for the owner of the TikTok account to open. It serves once, and is shown only here.
 */
public record AuthorizationLink(String id, String credential, String link, Instant expiresAt) {}
