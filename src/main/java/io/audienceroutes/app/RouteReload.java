package io.audienceroutes.app;

import io.audienceroutes.destination.PickUp;
import io.audienceroutes.workflow.PauseSwitch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads edited route files while the bundle runs. A changed file is first loaded in a separate context: if that
 * fails, the old route stays and the reason is logged. Then work pauses at its next safe point, the route is replaced,
 * and work resumes. An edited template is registered again and its pick-ups are recreated.
 *
 * <p>Camel's own reload stops routes in the middle of their work and ignores edited templates.
 */
final class RouteReload {
    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);
    private static final String SUFFIX = ".camel.yaml";

    private final CamelContext camel;
    private final Path directory;
    private final PauseSwitch gate;
    private final PickUpRoutes pickUps;
    private final boolean withPickUps;
    private final Duration patience;
    private final Map<Path, String> applied = new TreeMap<>();

    RouteReload(CamelContext camel, Path directory, PauseSwitch gate, PickUpRoutes pickUps, boolean withPickUps) {
        this.camel = camel;
        this.directory = directory;
        this.gate = gate;
        this.pickUps = pickUps;
        this.withPickUps = withPickUps;
        this.patience = Duration.ofMinutes(2);
        applied.putAll(files());
    }

    /** Checks for edits, and applies them. */
    void look() {
        files().forEach((file, text) -> {
            String before = applied.get(file);
            if (!text.equals(before)) {
                applied.put(file, text);
                apply(file, before == null ? "" : before, text);
            }
        });
    }

    private void apply(Path file, String before, String after) {
        try {
            requireLoadable(file, after);
        } catch (Exception e) {
            LOG.error(
                    "{} was edited but cannot be loaded; the previous version of the route stays in use. {}",
                    file,
                    reason(e));
            return;
        }
        gate.close();
        try {
            if (!quiet()) {
                LOG.error(
                        "{} was edited, but the work in progress did not pause within {}; the previous version stays in use. To try again, save the file again.",
                        file,
                        patience);
                applied.put(file, before);
                return;
            }
            exchange(file, before, after);
        } finally {
            gate.reopen();
        }
    }

    private void exchange(Path file, String before, String after) {
        try {
            load(file, after);
            LOG.info("{} was edited; the new version is in use.", file);
        } catch (Exception e) {
            LOG.error(
                    "{} was edited but cannot be started; the previous version of the route is restored. {}",
                    file,
                    reason(e));
            restore(file, before);
        }
    }

    private void restore(Path file, String before) {
        try {
            load(file, before);
        } catch (Exception e) {
            LOG.error("{} could not be restored: restart the bundle. {}", file, reason(e));
        }
    }

    private void load(Path file, String text) throws Exception {
        List<String> replaced = definitions(file, text);
        for (String id : replaced) {
            if (camel.getRoute(id) != null) {
                camel.getRouteController().stopRoute(id);
                camel.removeRoute(id);
            }
        }
        Set<String> templates = templates(text);
        if (withPickUps && !templates.isEmpty()) {
            pickUps.removeFrom(camel, templates);
        }
        Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        for (String template : templates) {
            model.removeRouteTemplateDefinitions(template);
        }
        PluginHelper.getRoutesLoader(camel).updateRoutes(resource(file, text));
        if (withPickUps && !templates.isEmpty()) {
            pickUps.addTo(camel, templates);
        }
    }

    /** Loads the file in a separate context that is never started, which shows its errors. */
    private void requireLoadable(Path file, String text) throws Exception {
        try (DefaultCamelContext aside = aside()) {
            PluginHelper.getRoutesLoader(aside).loadRoutes(resource(file, text));
        }
    }

    private List<String> definitions(Path file, String text) throws Exception {
        try (DefaultCamelContext aside = aside()) {
            PluginHelper.getRoutesLoader(aside).loadRoutes(resource(file, text));
            return ((ModelCamelContext) aside)
                    .getRouteDefinitions().stream()
                            .map(RouteDefinition::getRouteId)
                            .toList();
        }
    }

    /** With the same settings in a separate component, because a context that is closed stops its components. */
    private DefaultCamelContext aside() {
        DefaultCamelContext aside = new DefaultCamelContext();
        aside.getPropertiesComponent()
                .setOverrideProperties(camel.getPropertiesComponent().loadProperties());
        return aside;
    }

    private Set<String> templates(String text) {
        return PickUp.TEMPLATES.stream()
                .filter(template -> text.contains("id: " + template + "\n") && text.contains("routeTemplate:"))
                .collect(Collectors.toSet());
    }

    private boolean quiet() {
        long deadline = System.nanoTime() + patience.toNanos();
        while (camel.getInflightRepository().size() > 0) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private static Resource resource(Path file, String text) {
        return ResourceHelper.fromBytes(file.getFileName().toString(), text.getBytes(StandardCharsets.UTF_8));
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private Map<Path, String> files() {
        try (Stream<Path> listed = Files.list(directory)) {
            Map<Path, String> texts = new TreeMap<>();
            for (Path file : (Iterable<Path>) listed::iterator) {
                if (file.getFileName().toString().endsWith(SUFFIX)) {
                    texts.put(file, Files.readString(file, StandardCharsets.UTF_8));
                }
            }
            return texts;
        } catch (IOException e) {
            throw new InvalidSettings("The routes in " + directory + " cannot be read: " + e);
        }
    }
}
