package io.audienceroutes.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;

/** The folder of the routes. Camel does not follow a folder that is a symbolic link, and accepts having no routes. */
final class RouteFolder {
    static final String SETTING = "camel.main.routes-include-pattern";
    private static final String SCHEME = "file:";

    /** The route that every delivery starts with. */
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
            throw new UncheckedIOException("The routes folder " + folder + " cannot be read: " + e, e);
        }
    }

    /** Refuses to run a bundle whose routes were not found. */
    static void requireLoaded(CamelContext camel, String pattern) {
        Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        if (model.getRouteDefinition(ENTRY) == null) {
            throw new InvalidSettings("The bundle cannot start: expected route " + ENTRY + " in the files of " + SETTING
                    + " = " + pattern + ", but found "
                    + model.getRouteDefinitions().size()
                    + " other routes. Nothing was received. Check the folder and that its files can be read.");
        }
    }
}
