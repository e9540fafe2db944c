package io.audienceroutes.audience;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/**
 * Something that people have to know of an audience.
 *
 * @param subject what exactly it is about: another subject of the same kind is another warning
 * @param message attempted, expected, found, what to do
 */
public record AudienceWarning(Kind kind, String subject, String message) {
    /** A warning of a kind that an audience has once at a time. */
    public AudienceWarning(Kind kind, String message) {
        this(kind, "", message);
    }

    /** What may be the matter. */
    public enum Kind {
        /** TikTok lists it no longer. */
        GONE("gone"),
        /** Its time is over. */
        EXPIRED("expired"),
        /** Its time is over soon. */
        EXPIRING("expiring"),
        /** TikTok does not let it be used. */
        INVALID("invalid"),
        /** TikTok knows hardly any of its members. */
        UNMATCHED("unmatched"),
        /** Too few people for an ad group. */
        BELOW_MINIMUM("below-minimum"),
        /** Others have its name. */
        TWINS("twins"),
        /** No list has come for long. */
        STALE("stale");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** The word in the database and in JSON. */
        @JsonValue
        public String id() {
            return id;
        }

        /** The condition of the error catalogue that says what to do. */
        public String condition() {
            return "watch-" + id;
        }

        static Kind of(String id) {
            return Arrays.stream(values())
                    .filter(kind -> kind.id.equals(id))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("There is no warning " + id));
        }
    }
}
