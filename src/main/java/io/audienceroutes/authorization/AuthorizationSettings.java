package io.audienceroutes.authorization;

import io.audienceroutes.state.Environment;
import java.time.Duration;

/**
 * The addresses and limits of the authorisation flow.
 *
 * @param portalUrl TikTok's page
 * @param redirectUrl the address of our callback, as it is registered with the developer app
 * @param linkLife how long a link is valid
 * @param environment of this bundle
 */
public record AuthorizationSettings(String portalUrl, String redirectUrl, Duration linkLife, Environment environment) {}
