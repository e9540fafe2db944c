package io.audienceroutes.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;

/** Where the routes lie. Camel does not look into a folder that is a symbolic link, and takes no routes for fine. */
final class RouteFolder {
    static final String SETTING = "camel.main.routes-include-pattern";
    private static final String SCHEME = "file:";

    /** The route that every delivery begins with. */
    private static final String ENTRY = "receive-segment-file";

    private RouteFolder() {}

    /** The pattern, with symbolic links to folders followed. */
    static String followed(String patterns) {
        return Arrays.stream(patterns.split(",")).map(RouteFolder::followedOne).collect(Collectors.joining(","));
    }

    private static String followedOne(String pattern) {
        int slash = pattern.lastIndexOf('/');
        if (!pattern.startsWith(SCHEME) || slash < SCHEME.length()) {
            return pattern;
        }
        Path folder = Path.of(pattern.substring(SCHEME.length(), slash));
        if (!Files.isSymbolicLink(folder)) {
            return pattern;
        }
        try {
            return SCHEME + folder.toRealPath() + pattern.substring(slash);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of routes " + folder + " cannot be read: " + e, e);
        }
    }

    /** Refuses to run a bundle whose routes were not found. */
    static void requireLoaded(CamelContext camel, String pattern) {
        Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        if (model.getRouteDefinition(ENTRY) == null) {
            throw new InvalidSettings("Could not start: expected route " + ENTRY + " among the files of " + SETTING
                    + " = " + pattern + "; found " + model.getRouteDefinitions().size()
                    + " routes without it. Nothing was received. Check the folder and that its files can be read.");
        }
    }
}
