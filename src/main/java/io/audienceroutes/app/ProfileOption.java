package io.audienceroutes.app;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that every command takes which reads the configuration. */
final class ProfileOption {
    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "Also reads config/application-NAME.properties; may be given several times. 'sandbox' delivers"
                            + " to the bundled simulator.")
    private List<String> profiles = new ArrayList<>();

    List<String> profiles() {
        for (String profile : profiles) {
            if (!profile.matches("[a-z0-9-]+")) {
                throw new InvalidSettings("--profile takes a name of lower-case letters, digits and hyphens; found '"
                        + profile.replaceAll("\\p{Cntrl}", "?") + "'.");
            }
        }
        return List.copyOf(profiles);
    }
}
