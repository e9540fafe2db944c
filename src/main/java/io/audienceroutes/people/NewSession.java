package io.audienceroutes.people;

/**
 * A session that was just opened.
 *
 * @param secret for the cookie, and for nothing else; it is not kept
 */
public record NewSession(String secret, Session session) {
    @Override
    public String toString() {
        return "new " + session;
    }
}
