package io.audienceroutes.audience;

import com.fasterxml.jackson.annotation.JsonValue;
import io.audienceroutes.state.StoredWord;
import org.jdbi.v3.core.mapper.reflect.JdbiConstructor;

/**
 * A warning about an audience.
 *
 * @param subject what it is about: another subject of the same kind is a different warning
 * @param message attempted, expected, found, what to do
 */
public record AudienceWarning(Kind kind, String subject, String message) {
    @JdbiConstructor
    public AudienceWarning {}

    /** A warning of a kind that an audience can have only once at a time. */
    public AudienceWarning(Kind kind, String message) {
        this(kind, "", message);
    }

    /** The kinds of warnings. */
    public enum Kind implements StoredWord {
        /** TikTok no longer lists it. */
        GONE("gone"),
        /** It has expired. */
        EXPIRED("expired"),
        /** It expires soon. */
        EXPIRING("expiring"),
        /** TikTok does not make it available. */
        INVALID("invalid"),
        /** TikTok matched hardly any of its members. */
        UNMATCHED("unmatched"),
        /** Too few people for an ad group. */
        BELOW_MINIMUM("below-minimum"),
        /** Other audiences have the same name. */
        TWINS("twins"),
        /** No file was delivered for a long time. */
        STALE("stale");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** Its name in the database and in JSON. */
        @Override
        @JsonValue
        public String id() {
            return id;
        }

        /** The condition in the error catalogue that describes the remedy. */
        public String condition() {
            return "watch-" + id;
        }
    }
}
