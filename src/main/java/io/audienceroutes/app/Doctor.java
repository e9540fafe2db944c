package io.audienceroutes.app;

import io.audienceroutes.destination.Destination;
import io.audienceroutes.diagnosis.Check;
import io.audienceroutes.diagnosis.ConnectionChecks;
import io.audienceroutes.diagnosis.Diagnosis;
import io.audienceroutes.diagnosis.StorageChecks;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Asks everything that decides whether deliveries can work, of a bundle whose routes run. */
final class Doctor {
    private final Bundle bundle;
    private final BundleSettings settings;
    private final ConnectionChecks connections;

    Doctor(Bundle bundle) {
        this.bundle = bundle;
        this.settings = bundle.settings();
        this.connections = bundle.wiring().connections(bundle.camel());
    }

    /** Of the installation and of these destinations; what several of them share is asked once. */
    Diagnosis examine(Collection<Destination> destinations) throws InterruptedException {
        LinkedHashSet<Check> checks = new LinkedHashSet<>(installation());
        destinations.forEach(destination -> checks.addAll(connections.of(destination)));
        return new Diagnosis(List.copyOf(checks));
    }

    /** Of one destination's connection to TikTok. */
    Diagnosis connection(Destination destination) {
        return new Diagnosis(connections.of(destination));
    }

    private List<Check> installation() throws InterruptedException {
        StorageChecks storage = new StorageChecks(settings.number("doctor.free-mib"));
        List<Check> checks = new ArrayList<>();
        checks.add(storage.ofFile("error catalogue", settings.path("error-catalog.file"), false));
        checks.addAll(storage.ofOwnFolder("data", settings.path("data.directory")));
        checks.add(Check.fine("installation", "Database", "the state database opens and answers"));
        URI address = URI.create(bundle.baseUrl());
        checks.addAll(new ReachChecks(address, bundle.wiring().connection(), Clock.systemUTC()).all(bundle.camel()));
        return checks;
    }
}
