package io.audienceroutes.credential;

import java.util.Optional;
import java.util.function.Function;

/**
 * Access tokens by the name of their credential. The token of {@code acme-ads} is, in this order, the environment
 * variable {@code AUDIENCE_ROUTES_TOKEN_ACME_ADS}, the file {@code acme-ads.access-token} in the secrets directory, or
 * the property {@code credential.acme-ads.access-token} (meant for the sandbox, whose token is no secret). Nothing is
 * kept: every call reads anew.
 *
 * <p>Property keys end in a word that Camel masks when it prints its configuration; {@code app-secret} is not such a
 * word, {@code app.secret} is.
 */
public final class Credentials {
    private final Secrets secrets;
    private final Function<String, Optional<String>> properties;

    /** @param properties the value of a configuration property, empty when it is not set */
    public Credentials(Secrets secrets, Function<String, Optional<String>> properties) {
        this.secrets = secrets;
        this.properties = properties;
    }

    /**
     * The access token that this credential has now.
     *
     * @throws CredentialMissing when there is none; the message names the three places
     * @throws SecretRefused when what was found cannot be a token, or its file is open to everyone
     */
    public AccessToken accessToken(String credential) {
        String value = read(credential, "TOKEN", "access-token", "access-token")
                .orElseThrow(() -> new CredentialMissing(credential, missing(credential)));
        try {
            return new AccessToken(value);
        } catch (IllegalArgumentException e) {
            throw new SecretRefused("Refused the access token of credential " + credential + ": " + e.getMessage(), e);
        }
    }

    /** The developer app's id, where it is configured: AUDIENCE_ROUTES_APP_ID_…, ….app-id, credential.….app.id. */
    public Optional<String> appId(String credential) {
        return read(credential, "APP_ID", "app-id", "app.id");
    }

    /** The developer app's secret, where it is configured: AUDIENCE_ROUTES_APP_SECRET_…, ….app-secret, ….app.secret. */
    public Optional<String> appSecret(String credential) {
        return read(credential, "APP_SECRET", "app-secret", "app.secret");
    }

    private Optional<String> read(String credential, String variable, String fileSuffix, String key) {
        Secrets.requireName("credential", credential);
        return secrets.read("AUDIENCE_ROUTES_" + variable + "_", credential, credential + "." + fileSuffix)
                .or(() -> properties.apply("credential." + credential + "." + key))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private String missing(String credential) {
        return "Cannot find the access token of credential " + credential
                + ". Put it in one of: the environment variable "
                + Secrets.variable("AUDIENCE_ROUTES_TOKEN_", credential) + "; the file "
                + secrets.directory().resolve(credential + ".access-token")
                + " (not readable by others); the property credential." + credential
                + ".access-token (sandbox only).";
    }
}
