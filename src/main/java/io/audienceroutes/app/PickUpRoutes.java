package io.audienceroutes.app;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.PickUp;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.TemplatedRouteBuilder;

/** One pick-up route for each destination that has a source, made from the template of that kind of source. */
final class PickUpRoutes {
    private final Collection<Destination> destinations;

    PickUpRoutes(Collection<Destination> destinations) {
        this.destinations = List.copyOf(destinations);
    }

    /** The templates that the destinations use. */
    List<String> templates() {
        return pickUps(destinations).stream().map(PickUp::templateId).distinct().toList();
    }

    void addTo(CamelContext camel) {
        pickUps(destinations).forEach(pickUp -> add(camel, pickUp));
    }

    void addTo(CamelContext camel, List<String> templates) {
        pickUps(destinations).stream()
                .filter(pickUp -> templates.contains(pickUp.templateId()))
                .forEach(pickUp -> add(camel, pickUp));
    }

    void removeFrom(CamelContext camel, List<String> templates) throws Exception {
        for (PickUp pickUp : pickUps(destinations)) {
            Route route = camel.getRoute(pickUp.routeId());
            if (route != null && templates.contains(pickUp.templateId())) {
                camel.getRouteController().stopRoute(route.getRouteId());
                camel.removeRoute(route.getRouteId());
            }
        }
    }

    private static void add(CamelContext camel, PickUp pickUp) {
        TemplatedRouteBuilder builder =
                TemplatedRouteBuilder.builder(camel, pickUp.templateId()).routeId(pickUp.routeId());
        pickUp.parameters().forEach(builder::parameter);
        builder.add();
    }

    private static List<PickUp> pickUps(Collection<Destination> destinations) {
        return destinations.stream().map(PickUp::of).flatMap(Optional::stream).toList();
    }
}
