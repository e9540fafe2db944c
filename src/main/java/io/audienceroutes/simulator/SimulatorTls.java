package io.audienceroutes.simulator;

import java.nio.file.Path;

/**
 * What a simulator speaks TLS with.
 *
 * @param keyStore a PKCS#12 file with one key and its certificate
 * @param password what opens it
 */
public record SimulatorTls(Path keyStore, String password) {
    /** Names the file and hides the password. */
    @Override
    public String toString() {
        return "SimulatorTls[" + keyStore + "]";
    }
}
