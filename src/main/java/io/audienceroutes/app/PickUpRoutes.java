package io.audienceroutes.app;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.PickUp;
import io.audienceroutes.destination.Source;
import io.audienceroutes.source.PickUpInstance;
import io.audienceroutes.source.SourcePool;
import io.audienceroutes.source.SourceTimes;
import io.audienceroutes.source.SourceWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pick-up route per destination with a source, created from the template for its kind of source. */
public final class PickUpRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(PickUpRoutes.class);
    private static final long STOP_SECONDS = 10;

    private final Map<String, PickUp> pickUps = new LinkedHashMap<>();
    private final BundleWiring wiring;
    private final Path home;
    private final Path data;
    private final SourceTimes times;
    private final SourceWatch watch;
    private final SourcePool pool;

    PickUpRoutes(BundleWiring wiring, Path home, Path data, SourceTimes times, SourceWatch watch, SourcePool pool) {
        this.wiring = wiring;
        this.home = home.toAbsolutePath();
        this.data = data.toAbsolutePath().normalize();
        this.times = times;
        this.watch = watch;
        this.pool = pool;
        this.pickUps.putAll(of(wiring.destinations()));
    }

    private Map<String, PickUp> of(Collection<Destination> destinations) {
        Map<String, PickUp> made = new LinkedHashMap<>();
        destinations.forEach(
                destination -> PickUp.of(destination, home).ifPresent(pickUp -> made.put(destination.name(), pickUp)));
        return made;
    }

    /** Deletes the stored state of sources whose destinations no longer have one. */
    void forgetOthers() {
        wiring.sourceStates().keepOnly(List.copyOf(pickUps.keySet()));
    }

    /**
     * Creates source folders inside the data directory, which belongs to the bundle. Any other missing folder may be a
     * share that is not mounted, and is reported.
     */
    void makeOwnFolders() {
        pickUps.values().forEach(this::makeOwnFolder);
    }

    private void makeOwnFolder(PickUp pickUp) {
        ownFolder(pickUp, data).ifPresent(PickUpRoutes::make);
    }

    /** The source folder, if it is inside the data directory. */
    public static Optional<Path> ownFolder(PickUp pickUp, Path data) {
        return pickUp.source() instanceof Source.Folder folder
                ? Optional.of(pickUp.local(folder.directory()).toAbsolutePath().normalize())
                        .filter(place -> place.startsWith(data.toAbsolutePath().normalize()))
                : Optional.empty();
    }

    /**
     * Starts polling new and changed sources, and stops polling removed ones; a source that cannot be started affects
     * no other.
     */
    void follow(CamelContext camel, Collection<Destination> destinations) {
        Map<String, PickUp> now = of(destinations);
        for (PickUp before : List.copyOf(pickUps.values())) {
            if (!before.equals(now.get(before.destination()))) {
                pickUps.remove(before.destination());
                safely(before, () -> remove(camel, before));
                if (!now.containsKey(before.destination())) {
                    wiring.sourceStates().forget(before.destination());
                }
            }
        }
        for (PickUp wanted : now.values()) {
            if (!pickUps.containsKey(wanted.destination())) {
                safely(wanted, () -> {
                    makeOwnFolder(wanted);
                    add(camel, wanted);
                });
                pickUps.put(wanted.destination(), wanted);
            }
        }
    }

    private static void safely(PickUp pickUp, SourceChange change) {
        try {
            change.make();
        } catch (Exception e) {
            LOG.error(
                    "The route that polls the source of destination {} could not be started or stopped: {}. Restart the bundle.",
                    pickUp.destination(),
                    e.toString());
        }
    }

    private interface SourceChange {
        void make() throws Exception;
    }

    /** Makes the folder of a destination that was saved, where it is the bundle's own; answers where it is. */
    public static Optional<Path> makeOwnFolder(Destination destination, Path home, Path data) {
        Optional<Path> folder = PickUp.of(destination, home).flatMap(pickUp -> ownFolder(pickUp, data));
        folder.ifPresent(PickUpRoutes::make);
        return folder;
    }

    private static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be created: " + e, e);
        }
    }

    /** Creates and starts the pick-ups of these templates. */
    void addTo(CamelContext camel, Set<String> templates) {
        pickUps.values().stream()
                .filter(pickUp -> templates.contains(pickUp.template()))
                .forEach(pickUp -> add(camel, pickUp));
    }

    /** Stops and removes the pick-ups of these templates. */
    void removeFrom(CamelContext camel, Set<String> templates) throws Exception {
        for (PickUp pickUp : pickUps.values()) {
            if (templates.contains(pickUp.template())) {
                remove(camel, pickUp);
            }
        }
    }

    private static void remove(CamelContext camel, PickUp pickUp) throws Exception {
        if (camel.getRoute(pickUp.routeId()) != null) {
            camel.getRouteController().stopRoute(pickUp.routeId(), STOP_SECONDS, TimeUnit.SECONDS);
            camel.removeRoute(pickUp.routeId());
        }
    }

    private void add(CamelContext camel, PickUp pickUp) {
        new PickUpInstance(pickUp, wiring.secrets(), times, watch, pool, wiring.clock()).addTo(camel);
    }
}
