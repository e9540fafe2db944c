package io.audienceroutes.app;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder that holds {@code routes/} and {@code config/}: that of the distribution, which
 * {@code bin/audience-routes} passes in the system property {@code bundle.home}, or the working directory.
 */
public record BundleHome(Path path) {
    static final String KEY = "bundle.home";

    public BundleHome {
        path = path.toAbsolutePath().normalize();
    }

    public static BundleHome find() {
        return new BundleHome(
                Path.of(Optional.ofNullable(System.getProperty(KEY)).orElse(".")));
    }

    /** A configured path: relative ones start at the bundle's folder, not at the user's working directory. */
    Path resolve(String configured) {
        return path.resolve(configured).normalize();
    }

    /** A file of the configuration. */
    public Path config(String name) {
        return path.resolve("config").resolve(name);
    }
}
