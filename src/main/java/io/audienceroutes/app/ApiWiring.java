package io.audienceroutes.app;

import io.audienceroutes.api.ActivityApi;
import io.audienceroutes.api.ApiHeaders;
import io.audienceroutes.api.ApiProblems;
import io.audienceroutes.api.AudienceApi;
import io.audienceroutes.api.CredentialApi;
import io.audienceroutes.api.DestinationApi;
import io.audienceroutes.api.ErrorApi;
import io.audienceroutes.api.Idempotency;
import io.audienceroutes.api.WorkflowActions;
import io.audienceroutes.api.WorkflowApi;
import io.audienceroutes.workflow.FailedMembers;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Makes what the API answers with, and binds it for the routes {@code api-*}. */
final class ApiWiring {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private ApiWiring() {}

    static void bind(CamelContext camel, BundleWiring wiring, StateWiring state) {
        Idempotency idempotency = new Idempotency(state.database(), wiring.clock());
        CredentialWiring credentials = wiring.credentials();
        Registry registry = camel.getRegistry();
        registry.bind("apiProblems", new ApiProblems());
        registry.bind("apiHeaders", new ApiHeaders());
        registry.bind("errorApi", new ErrorApi(wiring.catalog()));
        registry.bind("activityApi", new ActivityApi(wiring.audit(), wiring.alerts()));
        registry.bind(
                "audienceApi",
                new AudienceApi(wiring.watch().audienceMonitor(), wiring.watch().reports()));
        registry.bind(
                "credentialApi",
                new CredentialApi(
                        credentials.credentials(),
                        credentials.authorizationFlow(),
                        credentials.credentialChecker(),
                        wiring::namedCredentials,
                        idempotency));
        registry.bind(
                "destinationApi",
                new DestinationApi(
                        wiring.folder(),
                        wiring.connections(camel),
                        wiring.connections(),
                        credentials.refusals(),
                        wiring.audit(),
                        idempotency));
        registry.bind(
                "workflowApi",
                new WorkflowApi(
                        wiring.workflows(),
                        wiring.tasks(),
                        wiring.catalog(),
                        actions(wiring),
                        wiring::receiptOf,
                        wiring.data()::rejects,
                        idempotency));
    }

    private static WorkflowActions actions(BundleWiring wiring) {
        return new WorkflowActions(
                wiring.workflows(), wiring.commands(), new FailedMembers(wiring.workflows()), PATIENCE);
    }
}
