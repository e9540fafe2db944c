package io.audienceroutes.state;

import java.util.Locale;

/**
 * Which TikTok something belongs to. It is part of the state database, and in it of every workflow and audience; what
 * belongs to one environment never acts on the other.
 */
public enum Environment {
    /** TikTok itself. */
    PRODUCTION,
    /** The bundled simulator: what is delivered there is a rehearsal. */
    SANDBOX;

    /** The word in settings and for people, for example {@code sandbox}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Who accepts batches there, as people read it. */
    public String acceptedBy() {
        return this == PRODUCTION ? "TikTok" : "the simulator (rehearsal)";
    }
}
