package io.audienceroutes.app;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.PickUp;
import io.audienceroutes.destination.Source;
import io.audienceroutes.source.PickUpInstance;
import io.audienceroutes.source.SourceTimes;
import io.audienceroutes.source.SourceWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/** One pick-up route for each destination that has a source, made from the template of that kind of source. */
final class PickUpRoutes {
    private final List<PickUp> pickUps;
    private final BundleWiring wiring;
    private final SourceTimes times;
    private final SourceWatch watch;

    PickUpRoutes(BundleWiring wiring, Path home, SourceTimes times, SourceWatch watch) {
        this.pickUps = wiring.destinations().stream()
                .map((Destination destination) -> PickUp.of(destination, home))
                .flatMap(Optional::stream)
                .toList();
        this.wiring = wiring;
        this.times = times;
        this.watch = watch;
    }

    /** The templates that the destinations use. */
    Set<String> templates() {
        return pickUps.stream().map(PickUp::template).collect(Collectors.toUnmodifiableSet());
    }

    /** Forgets what is stored of the sources of destinations that no longer have one. */
    void forgetOthers() {
        wiring.sourceStates().keepOnly(pickUps.stream().map(PickUp::destination).toList());
    }

    /**
     * Makes the folders that files are dropped in, where they lie in the data directory: that is the bundle's own. Any
     * other folder that is missing may be a mount that is not there, and is told.
     */
    void makeOwnFolders(Path data) {
        for (PickUp pickUp : pickUps) {
            if (pickUp.source() instanceof Source.Folder folder) {
                Path place = pickUp.local(folder.directory()).toAbsolutePath().normalize();
                if (place.startsWith(data.toAbsolutePath().normalize())) {
                    make(place);
                }
            }
        }
    }

    private static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be made: " + e, e);
        }
    }

    /** Makes and starts the pick-ups of these templates. */
    void addTo(CamelContext camel, Set<String> templates) {
        pickUps.stream().filter(pickUp -> templates.contains(pickUp.template())).forEach(pickUp -> add(camel, pickUp));
    }

    /** Stops and removes the pick-ups of these templates. */
    void removeFrom(CamelContext camel, Set<String> templates) throws Exception {
        for (PickUp pickUp : pickUps) {
            if (camel.getRoute(pickUp.routeId()) != null && templates.contains(pickUp.template())) {
                camel.getRouteController().stopRoute(pickUp.routeId());
                camel.removeRoute(pickUp.routeId());
            }
        }
    }

    private void add(CamelContext camel, PickUp pickUp) {
        new PickUpInstance(pickUp, wiring.secrets(), times, watch, wiring.clock()).addTo(camel);
    }
}
