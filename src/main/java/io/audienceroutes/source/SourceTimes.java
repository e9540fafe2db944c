package io.audienceroutes.source;

import java.time.Duration;

/**
 * How long a source may take.
 *
 * @param connect until a connection stands
 * @param answer until an answer comes
 * @param listing until everything that lies there is listed
 * @param stall until the next bytes of a file come, or a step that puts it away ends
 */
public record SourceTimes(Duration connect, Duration answer, Duration listing, Duration stall) {}
