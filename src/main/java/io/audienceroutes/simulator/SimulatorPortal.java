package io.audienceroutes.simulator;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** TikTok's page {@code /portal/auth}, with an account owner in front of it who approves the app at once. */
public final class SimulatorPortal {
    private final SimulatorState world;

    SimulatorPortal(SimulatorState world) {
        this.world = world;
    }

    /** Where the owner's browser is sent (route {@code simulate-portal}). */
    public Redirect approve(SimulatorRequest request) {
        Query query = new Query(request);
        String appId = query.text("app_id");
        String state = query.text("state");
        String redirectUri = query.text("redirect_uri");
        query.requireNoOthers();
        if (!appId.equals(SimulatorDefaults.APP_ID)) {
            throw Refusal.parameter("app_id", "There is no such app.");
        }
        String location = target(redirectUri) + "auth_code=" + encoded(world.authorize(world.owner())) + "&state="
                + encoded(state);
        return new Redirect(302, location);
    }

    private static String target(String redirectUri) {
        try {
            URI uri = URI.create(redirectUri);
            if ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) {
                return redirectUri + (uri.getQuery() == null ? "?" : "&");
            }
        } catch (IllegalArgumentException notAnAddress) {
            throw Refusal.parameter("redirect_uri", "Not a valid address.");
        }
        throw Refusal.parameter("redirect_uri", "Not a valid address.");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Where a browser goes next. */
    public record Redirect(int status, String location) {}
}
