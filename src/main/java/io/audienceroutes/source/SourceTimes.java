package io.audienceroutes.source;

import java.time.Duration;

/**
 * How long a source may take.
 *
 * @param connect until a connection stands
 * @param answer until an answer comes
 */
public record SourceTimes(Duration connect, Duration answer) {}
