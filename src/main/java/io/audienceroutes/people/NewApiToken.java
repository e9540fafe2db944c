package io.audienceroutes.people;

/**
 * A token that was just made.
 *
 * @param secret shown once; it is not kept
 */
public record NewApiToken(String secret, ApiToken token) {
    @Override
    public String toString() {
        return "new API token " + token.name();
    }
}
