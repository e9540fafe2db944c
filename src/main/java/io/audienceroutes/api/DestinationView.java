package io.audienceroutes.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.audienceroutes.destination.ConnectionState;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.state.StoredJson;
import java.util.Collection;
import java.util.List;

/** Destinations in machine-readable form: their settings and the state of their connections. */
public final class DestinationView {
    private DestinationView() {}

    /** One object per destination, without a connection state if the connection is not checked. */
    public static List<ObjectNode> of(Collection<Destination> destinations, List<ConnectionState> connections) {
        return destinations.stream()
                .map(destination -> {
                    ObjectNode node = StoredJson.object(destination);
                    connections.stream()
                            .filter(connection -> connection.destination().equals(destination.name()))
                            .findFirst()
                            .ifPresent(found -> node.set("connection", StoredJson.object(found)));
                    return node;
                })
                .toList();
    }
}
