package io.audienceroutes.app;

import io.audienceroutes.credential.Secrets;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.PickUp;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;

/** One pick-up route for each destination that has a source, made from the template of that kind of source. */
final class PickUpRoutes {
    private final List<PickUp> pickUps;
    private final Secrets secrets;

    PickUpRoutes(Collection<Destination> destinations, Path home, Secrets secrets) {
        this.pickUps = destinations.stream()
                .map(destination -> PickUp.of(destination, home))
                .flatMap(Optional::stream)
                .toList();
        this.secrets = secrets;
    }

    /** The templates that the destinations use. */
    Set<String> templates() {
        return pickUps.stream().map(PickUp::template).collect(Collectors.toUnmodifiableSet());
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
        TemplatedRouteBuilder builder =
                TemplatedRouteBuilder.builder(camel, pickUp.template()).routeId(pickUp.routeId());
        pickUp.parameters().forEach(builder::parameter);
        pickUp.secrets().forEach((bean, secret) -> builder.bean(bean, String.class, () -> secrets.require(secret)));
        builder.add();
    }
}
