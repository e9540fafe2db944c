package io.audienceroutes.cli;

import io.audienceroutes.app.BundleHome;
import io.audienceroutes.app.BundleOptions;
import io.audienceroutes.app.BundleSettings;
import io.audienceroutes.stage.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state that the doctor examines. If an installation has none yet, an empty temporary one is used and then deleted:
 * the doctor changes nothing.
 *
 * @param data the data directory of the installation, which may not exist yet
 */
record DoctorsState(BundleOptions options, Path data, Optional<Path> scratch) implements AutoCloseable {
    static DoctorsState of(List<String> profiles) {
        BundleOptions options =
                BundleOptions.forOneWorkflow(BundleHome.find(), profiles).with(Doctor.patience());
        Path data;
        try (BundleSettings settings = BundleSettings.load(options)) {
            data = settings.path("data.directory");
        }
        if (new DataDirectory(data).hasState()) {
            return new DoctorsState(options, data, Optional.empty());
        }
        try {
            Path scratch = Files.createTempDirectory("audience-routes-doctor");
            return new DoctorsState(
                    options.with(Map.of("data.directory", scratch.toString())), data, Optional.of(scratch));
        } catch (IOException e) {
            throw new UncheckedIOException("A temporary folder cannot be created: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        scratch.ifPresent(DoctorsState::delete);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary folder " + folder + " cannot be deleted", e);
        }
    }
}
