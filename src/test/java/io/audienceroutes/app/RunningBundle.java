package io.audienceroutes.app;

import static org.awaitility.Awaitility.await;

import io.audienceroutes.authorization.AuthorizationCallback;
import io.audienceroutes.authorization.AuthorizationRequests;
import io.audienceroutes.authorization.CredentialReport;
import io.audienceroutes.authorization.PendingAuthorization;
import io.audienceroutes.call.Caller;
import io.audienceroutes.cli.Doctor;
import io.audienceroutes.cli.WorkflowText;
import io.audienceroutes.console.ConsoleData;
import io.audienceroutes.credential.AccessToken;
import io.audienceroutes.credential.CredentialStore;
import io.audienceroutes.credential.Credentials;
import io.audienceroutes.credential.Grant;
import io.audienceroutes.destination.ConnectionStates;
import io.audienceroutes.diagnosis.Check;
import io.audienceroutes.failure.Alert;
import io.audienceroutes.failure.Alerts;
import io.audienceroutes.http.AccessRule;
import io.audienceroutes.people.Author;
import io.audienceroutes.people.LogIn;
import io.audienceroutes.people.NewSession;
import io.audienceroutes.people.Role;
import io.audienceroutes.source.SourceState;
import io.audienceroutes.stage.recover.AudienceReconciler;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.state.WorkflowEvent;
import io.audienceroutes.watch.AudienceReport;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.Plan;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.WaitingFor;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.WorkflowTask;
import io.audienceroutes.workflow.Workflows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.platform.http.HttpEndpointModel;
import org.apache.camel.component.platform.http.PlatformHttpComponent;

/**
 * The real bundle in this process: the routes of this repository, a folder of its own for destinations, secrets and
 * data, and short waits. Can be closed and started again on the same folder, as after a restart of the machine.
 */
public final class RunningBundle implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ACTOR = "operator@example.com";

    private final Path folder;
    private final Map<String, String> overrides;
    private boolean pickingUp;
    private boolean serving;
    private Clock clock = Clock.systemUTC();
    private Optional<Bundle> running = Optional.empty();

    private RunningBundle(Path folder, Map<String, String> overrides) {
        this.folder = folder;
        this.overrides = overrides;
    }

    /** A bundle in this folder that calls this TikTok; it does not run yet. */
    public static RunningBundle in(Path folder, URI tiktok) {
        Map<String, String> overrides = new HashMap<>();
        overrides.put("data.directory", folder.resolve("data").toString());
        overrides.put("destinations.directory", folder.resolve("destinations").toString());
        overrides.put("secrets.directory", folder.resolve("secrets").toString());
        overrides.put("tiktok.base-url", tiktok.toString());
        overrides.put("tiktok.requests-per-second", "1000");
        overrides.put("tiktok.requests-per-minute", "60000");
        overrides.put("tiktok.not-ready-delay-ms", "50");
        overrides.put("tiktok.create-visible-ms", "300");
        overrides.put("tiktok.outage-delay-ms", "50");
        overrides.put("runner.first-delay-ms", "1");
        overrides.put("runner.interval-ms", "20");
        overrides.put("runner.wake-interval-ms", "20");
        overrides.put("credential.sandbox.access-token", "simulator-access-token");
        overrides.put("oauth.portal-url", tiktok + "/portal/auth");
        RunningBundle bundle = new RunningBundle(folder, overrides);
        bundle.make("destinations");
        bundle.make("secrets");
        return bundle;
    }

    /** One more setting, for the next start. */
    public RunningBundle with(String key, String value) {
        overrides.put(key, value);
        return this;
    }

    /** Polls the sources of the destinations too, from the next start on. */
    public RunningBundle pickingUp() {
        pickingUp = true;
        return this;
    }

    /** Has the time of this clock, from the next start on. */
    public RunningBundle at(Clock time) {
        clock = time;
        return this;
    }

    /** Serves the API on this port too, from the next start on. */
    public RunningBundle serving(int port) {
        serving = true;
        return with("api.port", Integer.toString(port));
    }

    /** The command line of this bundle, while it does not run: its settings are given as system properties. */
    public Map<String, String> settings() {
        return Map.copyOf(overrides);
    }

    /** Credentials and their tokens, as the bundle sees them. */
    public Credentials credentials() {
        return bundle().wiring().credentials().credentials();
    }

    /** The grants that the bundle keeps. */
    public CredentialStore credentialStore() {
        return bundle().wiring().credentials().store();
    }

    /** The one-time link that the first start prints. */
    public String firstAdminLink() {
        return bundle().wiring()
                .people()
                .invitations()
                .ofFirstAdmin()
                .orElseThrow()
                .url();
    }

    /** Adds a person who has chosen this password. */
    public void person(String name, Role role, String password) {
        String link = bundle().wiring()
                .people()
                .people()
                .add(name, Optional.empty(), role, false, Author.ofCommand(ACTOR, ""))
                .url();
        bundle().wiring()
                .people()
                .invitations()
                .accept(link.substring(link.indexOf('=') + 1), Optional.empty(), password.toCharArray(), "127.0.0.1");
    }

    /** A session of a new person with this role. */
    public NewSession session(Role role) {
        String password = "a walk along the quiet river";
        if (bundle().wiring().people().people().find("person-" + role.id()).isEmpty()) {
            person("person-" + role.id(), role, password);
        }
        LogIn attempt =
                bundle().wiring().people().logIns().logIn("person-" + role.id(), password.toCharArray(), "127.0.0.1");
        return ((LogIn.Succeeded) attempt).session();
    }

    /** Every call that the server lets in, and whom. */
    public List<AccessRule> accessRules() {
        return ApiServer.rulesOf(bundle().camel()).all();
    }

    /** Every path that Camel serves, as Camel itself lists them. */
    public List<String> servedPaths() {
        return bundle().camel().getComponent("platform-http", PlatformHttpComponent.class).getHttpEndpoints().stream()
                .map(HttpEndpointModel::getUri)
                .map(uri -> uri.length() > 1 && uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri)
                .distinct()
                .sorted()
                .toList();
    }

    /** The secret of a new API token with this role, as {@code tokens add} prints it. */
    public String apiToken(Role role) {
        return bundle().wiring()
                .people()
                .tokens()
                .create("test-" + role.id(), role, false, 1, Author.ofCommand(ACTOR, ""))
                .secret();
    }

    /** Keeps a grant of this token, as {@code credentials add} does. */
    public void grant(String credential, String token) {
        credentialStore().keep(credential, Grant.of(new AccessToken(token)), ACTOR);
    }

    /** Keeps a grant with these permissions. */
    public void grant(String credential, String token, List<String> scopes) {
        credentialStore()
                .keep(credential, new Grant(new AccessToken(token), Optional.empty(), scopes, List.of()), ACTOR);
    }

    /** What the pages of the console read. */
    public ConsoleData console() {
        return bundle().wiring().console();
    }

    /** The connection states of the destinations. */
    public ConnectionStates connections() {
        return bundle().wiring().connections();
    }

    /** Makes an authorisation link, as the command does. */
    public PendingAuthorization pendingAuthorization(String credential) {
        return bundle().wiring().credentials().authorizationFlow().pendingAuthorization(credential, ACTOR);
    }

    /** Hands over what a person pasted, as the command does, and answers its result. */
    public String bringHome(String credential, String pasted) {
        return bundle().ask(
                        "complete-authorization",
                        AuthorizationCallback.pasted(credential, pasted),
                        Map.of(),
                        AuthorizationRequests.Outcome.class)
                .text();
    }

    /** Checks a credential, as the command does. */
    public CredentialReport check(String credential) {
        return bundle().ask("check-credential", "", Map.of("caller", Caller.of(credential)), CredentialReport.class);
    }

    /** Starts it. */
    public RunningBundle start() {
        BundleOptions options = new BundleOptions(
                new BundleHome(Path.of("")), List.of(), Map.copyOf(overrides), pickingUp, true, serving);
        running = Optional.of(Bundle.start(options, clock));
        return this;
    }

    /** Lets what is in flight end, and stops. */
    @Override
    public void close() {
        running.ifPresent(Bundle::close);
        running = Optional.empty();
    }

    /** Writes a destination of e-mails with its own audience; {@code more} lines replace the keys that they name. */
    public void destination(String name, String... more) {
        Map<String, String> keys = new HashMap<>();
        keys.put("name", name);
        keys.put("credential", "sandbox");
        keys.put("advertiserIds", "[\"7000000000000000001\"]");
        keys.put("audienceName", "\"Readers of " + name + "\"");
        keys.put("userIdTypes", "[EMAIL]");
        keys.put("syncMode", "add");
        for (String line : more) {
            String[] pair = line.split(": ", 2);
            if (pair[1].equals("-")) {
                keys.remove(pair[0]);
            } else {
                keys.put(pair[0], pair[1]);
            }
        }
        StringBuilder yaml = new StringBuilder();
        keys.forEach((key, value) -> yaml.append(key).append(": ").append(value).append('\n'));
        write(folder.resolve("destinations").resolve(name + ".yaml"), yaml.toString());
    }

    /** Puts an access token where only this user reads it. */
    public void secretToken(String credential, String token) {
        privately(folder.resolve("secrets").resolve(credential + ".access-token"), token);
    }

    private static void privately(Path file, String text) {
        write(file, text);
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a secret where only this user reads it. */
    public void secret(String name, String value) {
        privately(folder.resolve("secrets").resolve(name), value);
    }

    /** Delivers a file once, as a person does by command, and answers its workflow's id. */
    public String deliver(String destination, String fileName, String text) {
        return deliver(destination, fileName, text.getBytes(StandardCharsets.UTF_8));
    }

    /** As above, with these bytes. */
    public String deliver(String destination, String fileName, byte[] bytes) {
        String id = bundle().wiring().receiveStage().openExplicit(destination, Optional.empty(), fileName, ACTOR);
        bundle().receive(id, new ByteArrayInputStream(bytes));
        return id;
    }

    /** Delivers a file once to an audience that a person chose. */
    public String deliverTo(String audience, String destination, String fileName, String text) {
        String id = bundle().wiring().receiveStage().openExplicit(destination, Optional.of(audience), fileName, ACTOR);
        bundle().receive(id, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return id;
    }

    /** Delivers a file once, with a sample of so many members before it. */
    public String deliverWithSample(int members, String destination, String fileName, String text) {
        String id =
                bundle().wiring().receiveStage().openExplicit(destination, Optional.empty(), members, fileName, ACTOR);
        bundle().receive(id, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return id;
    }

    /** Finds out what a delivery would do, and waits for the plan. */
    public Plan plan(String destination, String text) {
        String id = bundle().wiring().receiveStage().openPlan(destination, Optional.empty(), "customers.csv", ACTOR);
        bundle().receive(id, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        Workflow planned = awaitEnd(id);
        return bundle().wiring().plans().of(id).orElseThrow(() -> new AssertionError(planned));
    }

    /** Delivers what a plan says, as {@code deliver --plan} does, and waits for the end. */
    public Workflow deliverPlan(String planId) {
        Workflow planned = bundle().wiring().requirePlan(planId);
        try (InputStream staged = Files.newInputStream(bundle().wiring().data().stagedFile(planId))) {
            String id = bundle().wiring().receiveStage().openPlanned(planned, ACTOR);
            bundle().wiring().plans().run(id, planId);
            bundle().receive(id, staged);
            return awaitEnd(id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the audience its last list again, as {@code audiences reconcile} does, and waits for the ends. */
    public List<Workflow> reconcile(String audience) {
        return reconciliations(audience, false).stream().map(this::awaitEnd).toList();
    }

    /** Finds out what that would do. */
    public List<Plan> planReconciliation(String audience) {
        return reconciliations(audience, true).stream()
                .map(id -> bundle().wiring().plans().of(awaitEnd(id).id()).orElseThrow())
                .toList();
    }

    /** Opens the workflows of that, and answers their ids. */
    public List<String> reconciliations(String audience, boolean planOnly) {
        AudienceReconciler audienceReconciler = bundle().wiring().audienceReconciler();
        List<String> ids = new ArrayList<>();
        for (AudienceReconciler.Prepared list : audienceReconciler.prepare(audience)) {
            try (InputStream content = Files.newInputStream(list.file())) {
                String id = audienceReconciler.open(list, planOnly, ACTOR);
                bundle().receive(id, content);
                ids.add(id);
                Files.delete(list.file());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return ids;
    }

    /** Hands a file over as a pick-up does. Returns the id of its workflow, where one was opened. */
    public Optional<String> drop(String destination, String fileName, InputStream content, long length) {
        try (ProducerTemplate producer = camel().createProducerTemplate()) {
            var handed = producer.send("direct:receive-segment-file", exchange -> {
                exchange.setVariable("destinationName", destination);
                exchange.setVariable("fileName", fileName);
                exchange.setVariable("fileLength", length);
                exchange.getMessage().setBody(content);
            });
            return Optional.ofNullable(handed.getVariable("workflowId", String.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As above, for a whole file. */
    public String drop(String destination, String fileName, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return drop(destination, fileName, new ByteArrayInputStream(bytes), bytes.length)
                .orElseThrow();
    }

    /** Delivers and waits for the end. */
    public Workflow deliverToTheEnd(String destination, String text) {
        return awaitEnd(deliver(destination, "customers.csv", text));
    }

    /** Waits until the workflow has ended and nobody works on it. */
    public Workflow awaitEnd(String workflowId) {
        return awaitThat(workflowId, workflow -> workflow.state().ended() && claimed() == 0);
    }

    /** Waits until the workflow waits for TikTok or a limit. */
    public Workflow awaitWaiting(String workflowId) {
        Set<WaitingFor> reasons = EnumSet.of(WaitingFor.RATE, WaitingFor.TIKTOK);
        return awaitThat(
                workflowId,
                workflow -> workflow.state() == WorkflowState.WAITING
                        && reasons.contains(workflow.waitingFor().orElseThrow()));
    }

    /** Waits until the workflow waits for a person's approval. */
    public Workflow awaitHeld(String workflowId) {
        return awaitThat(
                workflowId,
                workflow -> workflow.waitingFor().equals(Optional.of(WaitingFor.APPROVAL)) && claimed() == 0);
    }

    /** Waits until this is true of the workflow. */
    public Workflow awaitThat(String workflowId, Predicate<Workflow> wanted) {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> workflow(workflowId), wanted);
    }

    /** Waits until there is such a workflow, and this is true of it. */
    public Workflow awaitThat(Supplier<Optional<Workflow>> found, Predicate<Workflow> wanted) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(found::get, workflow -> workflow.filter(wanted).isPresent())
                .orElseThrow();
    }

    /** The workflow as it is stored. */
    public Workflow workflow(String workflowId) {
        return bundle().wiring().workflows().require(workflowId);
    }

    /** All workflows, the newest first. */
    public List<Workflow> workflows() {
        return bundle().wiring().workflows().list(Optional.empty(), 1_000);
    }

    /** The audit of a workflow, oldest first. */
    public List<WorkflowEvent> events(String workflowId) {
        return bundle().wiring().workflows().eventsOf(workflowId);
    }

    /** How often the audit notes this of a workflow. */
    public long events(String workflowId, String kind) {
        return bundle().wiring().workflows().eventsOf(workflowId).stream()
                .filter(event -> event.kind().equals(kind))
                .count();
    }

    /** The first entry of the audit that does not fit, or 0. */
    public long firstBrokenEvent() {
        return bundle().wiring().workflows().firstBrokenEvent();
    }

    /** The receipt as commands show it. */
    public Receipt receipt(String workflowId) {
        return bundle().wiring().receiptOf(workflow(workflowId));
    }

    /** The workflow as {@code workflows show} prints it. */
    public String description(String workflowId) {
        return WorkflowText.details(workflow(workflowId), bundle().wiring());
    }

    /** What {@code members verify} finds wrong, one text a file. */
    public List<String> memberFileProblems() {
        return bundle().wiring().memberFiles().check(Optional.empty()).stream()
                .flatMap(file -> file.problem().stream())
                .toList();
    }

    /** The names of the member files that the state knows. */
    public List<String> namedMemberFiles() {
        return bundle().wiring().memberFiles().check(Optional.empty()).stream()
                .map(file -> file.named().file())
                .toList();
    }

    /** What is known of the audiences, as {@code audiences show} tells it. */
    public AudienceReport audience(String name) {
        return bundle().wiring().watch().reports().of(name).get(0);
    }

    /** Whether no audience is due to be read. */
    public boolean watchIsAtRest() {
        return bundle().wiring().watch().audienceMonitor().atRest();
    }

    /** Asks for something by a command row and waits for the answer. */
    public Commands.Answer ask(String workflowId, Commands.Name name) {
        return ask(workflowId, name, Optional.empty());
    }

    /** As above, naming the action that the person means. */
    public Commands.Answer ask(String workflowId, Commands.Name name, Optional<String> action) {
        return ask(workflowId, name, action, Optional.empty());
    }

    /** Approves what a held workflow told, for this reason. */
    public Commands.Answer approve(String workflowId, String reason) {
        return ask(workflowId, Commands.Name.APPROVE, Optional.empty(), Optional.of(reason));
    }

    /** As above, saying why. */
    public Commands.Answer ask(
            String workflowId, Commands.Name name, Optional<String> action, Optional<String> reason) {
        Commands commands = bundle().wiring().commands();
        long id = commands.request(workflowId, name, action, reason, ACTOR);
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> commands.answer(id), Optional::isPresent)
                .orElseThrow();
    }

    /** Resolves the workflow and waits for its end. */
    public Workflow resolve(String workflowId) {
        Commands.Answer answer = ask(workflowId, Commands.Name.RESOLVE);
        if (!answer.succeeded()) {
            throw new AssertionError(answer.text());
        }
        return awaitEnd(workflowId);
    }

    /** What the doctor says of a destination's connection. */
    public List<Check> checks(String destination) {
        return new Doctor(bundle())
                .connection(bundle().wiring().destination(destination))
                .checks();
    }

    /** What a credential's user may do on an advertiser. */
    public List<Check> roles(String credential, String advertiserId) {
        return bundle().wiring().connections(bundle().camel()).roles(credential, List.of(advertiserId));
    }

    /** What the doctor says of a destination's source. */
    public Check sourceCheck(String destination) {
        return new Doctor(bundle()).source(bundle().wiring().destination(destination));
    }

    /** What the doctor says of the installation. */
    public List<Check> installationChecks() throws InterruptedException {
        return new Doctor(bundle()).examine(List.of(), List.of()).checks();
    }

    /** What is known of the sources. */
    public List<SourceState> sourceStates() {
        return bundle().wiring().sourceStates().all();
    }

    /** The alerts of one workflow, the newest first. */
    public List<Alert> alerts(String workflowId) {
        return alerts().stream()
                .filter(alert -> alert.workflowId().equals(Optional.of(workflowId)))
                .toList();
    }

    /** All alerts, the newest first. */
    public List<Alert> alerts() {
        try (StateDatabase database = new StateDatabase(stateFile())) {
            return new Alerts(database, Clock.systemUTC()).newest(1_000);
        }
    }

    /** The tasks of a workflow. */
    public List<WorkflowTask> tasks(String workflowId) {
        try (StateDatabase database = new StateDatabase(stateFile())) {
            return new Tasks(new Workflows(database, Clock.systemUTC())).of(workflowId);
        }
    }

    /** Stages that this bundle works on now. */
    public int claimed() {
        return bundle().wiring().queue().claimed();
    }

    /** The file of the state database. */
    public Path stateFile() {
        return data().resolve("state").resolve("audience-routes.db");
    }

    /** The data directory. */
    public Path data() {
        return folder.resolve("data");
    }

    /** The Camel context that runs the routes. */
    public CamelContext camel() {
        return bundle().camel();
    }

    private Bundle bundle() {
        return running.orElseThrow(() -> new IllegalStateException("the bundle does not run"));
    }

    private void make(String directory) {
        try {
            Files.createDirectories(folder.resolve(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
