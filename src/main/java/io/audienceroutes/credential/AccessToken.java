package io.audienceroutes.credential;

import java.util.Objects;
import java.util.regex.Pattern;

/** A TikTok access token, from its storage to one request header. Its text form never shows it. */
public final class AccessToken {
    /** The characters allowed in a header: anything else is a pasted line break or a wrong file, not a token. */
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x21-\\x7e]{1,4096}");

    private final String value;

    /** Accepts 1 to 4096 visible ASCII characters; throws {@link IllegalArgumentException} for anything else. */
    public AccessToken(String value) {
        if (!HEADER_VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "An access token has 1 to 4096 visible ASCII characters without spaces; this one does not");
        }
        this.value = value;
    }

    /** The token itself, only for the request header. */
    public String value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccessToken token && value.equals(token.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value);
    }

    @Override
    public String toString() {
        return "AccessToken[hidden]";
    }
}
