package io.audienceroutes.cli;

import io.audienceroutes.app.BundleWiring;

/** A command that works on the stored state without starting the routes. */
abstract class StateCommand extends BundleCommand {
    /** Does the work and returns the exit code. */
    abstract int work(BundleWiring wiring) throws Exception;

    @Override
    public final Integer call() throws Exception {
        QuietLog.use();
        try (StoredState stored = StoredState.open(profiles())) {
            return work(stored.wiring());
        }
    }
}
