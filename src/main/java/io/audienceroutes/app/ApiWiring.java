package io.audienceroutes.app;

import io.audienceroutes.api.AccessApi;
import io.audienceroutes.api.ActivityApi;
import io.audienceroutes.api.ApiHeaders;
import io.audienceroutes.api.ApiProblems;
import io.audienceroutes.api.AudienceApi;
import io.audienceroutes.api.CredentialApi;
import io.audienceroutes.api.DestinationApi;
import io.audienceroutes.api.ErrorApi;
import io.audienceroutes.api.FormApi;
import io.audienceroutes.api.Idempotency;
import io.audienceroutes.api.PageApi;
import io.audienceroutes.api.WorkflowActions;
import io.audienceroutes.api.WorkflowApi;
import io.audienceroutes.console.ConsolePages;
import io.audienceroutes.workflow.FailedMembers;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Makes what the API answers with, and binds it for the routes {@code api-*}. */
final class ApiWiring {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private ApiWiring() {}

    static void bind(
            CamelContext camel,
            BundleWiring wiring,
            StateWiring state,
            Supplier<Map<String, String>> settings,
            boolean secure) {
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
        DestinationApi destinations = new DestinationApi(
                wiring.folder(),
                wiring.connections(camel),
                wiring.connections(),
                credentials.refusals(),
                wiring.audit(),
                idempotency);
        registry.bind("destinationApi", destinations);
        WorkflowActions actions = actions(wiring);
        WorkflowApi workflows = new WorkflowApi(
                wiring.workflows(),
                wiring.tasks(),
                wiring.catalog(),
                actions,
                wiring::receiptOf,
                wiring.data()::rejects,
                idempotency);
        registry.bind("workflowApi", workflows);
        ConsolePages pages = new ConsolePages(wiring.console());
        registry.bind("pageApi", new PageApi(pages, workflows, wiring.audit()));
        registry.bind(
                "formApi",
                new FormApi(
                        pages,
                        actions,
                        destinations,
                        credentials.authorizationFlow(),
                        (plan, actor) -> wiring.receiveStage().openPlanned(wiring.requirePlan(plan), actor)));
        registry.bind("accessApi", new AccessApi(wiring.people().access(), pages.settings(), settings, secure));
    }

    private static WorkflowActions actions(BundleWiring wiring) {
        return new WorkflowActions(
                wiring.workflows(), wiring.commands(), new FailedMembers(wiring.workflows()), PATIENCE);
    }
}
