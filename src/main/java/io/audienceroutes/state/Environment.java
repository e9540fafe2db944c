package io.audienceroutes.state;

import java.util.Locale;

/**
 * The environment of data and calls. It is stored in the state database and with every workflow and audience; data of
 * one environment never affects the other.
 */
public enum Environment {
    /** TikTok itself. */
    PRODUCTION,
    /** The bundled simulator: deliveries to it are rehearsals. */
    SANDBOX;

    /** The name in settings and texts, for example {@code sandbox}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What accepts batches there, as text. */
    public String acceptedBy() {
        return this == PRODUCTION ? "TikTok" : "the simulator (rehearsal)";
    }
}
