package io.audienceroutes.tiktok;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The page where the owner of a TikTok account approves a developer app, and the address that TikTok sends the owner to
 * afterwards (tiktok-api.md section 3.1).
 */
public final class AuthorizationLink {
    private AuthorizationLink() {}

    /**
     * The link to open.
     *
     * @param portal the address of TikTok's page
     * @param redirectUrl must be one of those that the app is registered with
     */
    public static String of(String portal, String appId, String state, String redirectUrl) {
        return portal + "?app_id=" + encoded(appId) + "&state=" + encoded(state) + "&redirect_uri="
                + encoded(redirectUrl);
    }

    /** What came back: a whole redirect address, or the authorisation code alone. */
    public static Returned returned(String text) {
        String stripped = text.strip();
        if (!stripped.contains("?")) {
            return new Returned(Optional.of(stripped).filter(code -> !code.isEmpty()), Optional.empty());
        }
        Map<String, String> query = query(stripped.substring(stripped.indexOf('?') + 1));
        return new Returned(
                Optional.ofNullable(query.getOrDefault("auth_code", query.get("code"))),
                Optional.ofNullable(query.get("state")));
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String pair : text.split("#", 2)[0].split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The parameters of TikTok's redirect: both are untrusted. */
    public record Returned(Optional<String> authCode, Optional<String> state) {
        /** The code is a secret until it is used. */
        @Override
        public String toString() {
            return "Returned[hidden]";
        }
    }
}
