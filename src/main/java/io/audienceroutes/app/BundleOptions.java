package io.audienceroutes.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a bundle is started.
 *
 * @param profiles names of {@code config/application-<name>.properties}; each overrides the ones before
 * @param overrides properties that override all files
 * @param pickUps whether the sources of the destinations are polled
 * @param runner whether this process runs workflows and commands for other processes
 * @param serving whether the API and the callback of authorisation links are served, if the settings allow it
 */
public record BundleOptions(
        BundleHome home,
        List<String> profiles,
        Map<String, String> overrides,
        boolean pickUps,
        boolean runner,
        boolean serving) {
    public BundleOptions {
        profiles = List.copyOf(profiles);
        overrides = Map.copyOf(overrides);
    }

    /** For a command that runs one workflow and does not poll. */
    public static BundleOptions forOneWorkflow(BundleHome home, List<String> profiles) {
        return new BundleOptions(home, profiles, Map.of(), false, false, false);
    }

    /** For a command that waits for an authorisation callback and runs no workflow. */
    public static BundleOptions forOneGrant(BundleHome home, List<String> profiles) {
        return new BundleOptions(home, profiles, Map.of(), false, false, true);
    }

    /** The long-running bundle. */
    public static BundleOptions forRunning(BundleHome home, List<String> profiles) {
        return new BundleOptions(home, profiles, Map.of(), true, true, true);
    }

    public BundleOptions with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(overrides);
        all.putAll(more);
        return new BundleOptions(home, profiles, all, pickUps, runner, serving);
    }
}
