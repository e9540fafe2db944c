package io.audienceroutes.simulator;

import java.util.function.BiConsumer;

/** Binds the beans that the routes in {@code routes/simulator} name. */
public final class SimulatorBeans {
    /** The pattern that finds the simulator's routes. */
    public static final String ROUTES = "classpath:routes/simulator/*.camel.yaml";

    private SimulatorBeans() {}

    /**
     * Binds one fresh simulated world, for the routes of {@link #ROUTES} in the same Camel context.
     *
     * <p>The settings' port is not used here: the server belongs to the caller, and must take bodies of 16 MiB
     * ({@code camel.server.maxBodySize = 16777216}).
     *
     * @param registry takes a name and a bean, for example {@code camelContext.getRegistry()::bind} or
     *     {@code main::bind}
     */
    public static void bindTo(BiConsumer<String, Object> registry, SimulatorSettings settings) {
        SimulatorState state = new SimulatorState(settings.clock(), settings.limits());
        AudienceStore audiences = new AudienceStore(settings.clock());
        SimulatorAccess access = new SimulatorAccess(state);
        SimulatorThrottle throttle = new SimulatorThrottle(state);
        SimulatorFaults faults = new SimulatorFaults();
        SimulatorCalls calls = new SimulatorCalls(settings.clock());
        registry.accept("simulatorConnection", new SimulatorConnection());
        registry.accept("simulatorCalls", calls);
        registry.accept("simulatorAccess", access);
        registry.accept("simulatorThrottle", throttle);
        registry.accept("simulatorFaults", faults);
        registry.accept("simulatorReplies", new SimulatorReplies());
        registry.accept("simulatorAccounts", new SimulatorAccounts(state, access));
        registry.accept("simulatorPortal", new SimulatorPortal(state));
        registry.accept("simulatorAudiences", new SimulatorAudiences(audiences, access, settings.clock()));
        registry.accept("simulatorSegments", new SimulatorSegments(state, audiences, access, settings.clock()));
        registry.accept(
                "simulatorControl", new SimulatorControl(state, audiences, faults, calls, throttle, settings.clock()));
    }
}
