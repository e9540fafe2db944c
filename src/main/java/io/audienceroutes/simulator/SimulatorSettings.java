package io.audienceroutes.simulator;

import java.time.Clock;
import java.util.Optional;

/**
 * What a simulator starts with.
 *
 * @param port the TCP port on 127.0.0.1; 0 takes a free one
 * @param clock the time of every window, audience and call
 * @param limits the limits at the start and after each reset
 * @param tls the certificate to speak TLS with; empty: plain HTTP
 */
public record SimulatorSettings(int port, Clock clock, SimulatorLimits limits, Optional<SimulatorTls> tls) {
    private static final int LARGEST_PORT = 65_535;

    /** Refuses a port that does not exist. */
    public SimulatorSettings {
        if (port < 0 || port > LARGEST_PORT) {
            throw new IllegalArgumentException("port must be 0 to 65535, but is " + port);
        }
    }

    /** A free port, the system's clock in UTC and TikTok's Basic level. */
    public static SimulatorSettings defaults() {
        return new SimulatorSettings(0, Clock.systemUTC(), SimulatorLimits.basic(), Optional.empty());
    }

    /** These settings on another port. */
    public SimulatorSettings withPort(int number) {
        return new SimulatorSettings(number, clock, limits, tls);
    }

    /** These settings with another clock. */
    public SimulatorSettings withClock(Clock other) {
        return new SimulatorSettings(port, other, limits, tls);
    }

    /** These settings with other limits. */
    public SimulatorSettings withLimits(SimulatorLimits other) {
        return new SimulatorSettings(port, clock, other, tls);
    }

    /** These settings with TLS. */
    public SimulatorSettings withTls(SimulatorTls certificate) {
        return new SimulatorSettings(port, clock, limits, Optional.of(certificate));
    }
}
