package io.audienceroutes.source;

import java.time.Duration;

/**
 * How long a source may take.
 *
 * @param connect until a connection is established
 * @param answer until a response arrives
 * @param listing until the listing is complete
 * @param stall until the next bytes of a file arrive, or a move or deletion finishes
 */
public record SourceTimes(Duration connect, Duration answer, Duration listing, Duration stall) {}
