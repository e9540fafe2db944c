package io.audienceroutes.cli;

import io.audienceroutes.app.BundleHome;
import io.audienceroutes.app.BundleOptions;
import io.audienceroutes.app.BundleSettings;
import io.audienceroutes.app.BundleWiring;
import java.util.List;

/** The stored state without the routes, for read-only commands. */
record StoredState(BundleSettings settings, BundleWiring wiring) implements AutoCloseable {
    static StoredState open(List<String> profiles) {
        BundleSettings settings = BundleSettings.load(BundleOptions.forOneWorkflow(BundleHome.find(), profiles));
        return new StoredState(settings, BundleWiring.of(settings));
    }

    @Override
    public void close() {
        wiring.close();
        settings.close();
    }
}
