package io.audienceroutes.app;

import io.audienceroutes.campaign.CampaignRuns;
import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.catalog.WorkflowError;
import io.audienceroutes.console.ConsoleData;
import io.audienceroutes.credential.Secrets;
import io.audienceroutes.destination.ConnectionStates;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.DestinationFolder;
import io.audienceroutes.diagnosis.ConnectionChecks;
import io.audienceroutes.diagnosis.CredentialChecks;
import io.audienceroutes.diagnosis.SharedAnswers;
import io.audienceroutes.diagnosis.TikTokQuestions;
import io.audienceroutes.failure.Alerts;
import io.audienceroutes.failure.FailureNews;
import io.audienceroutes.schedule.SourceHours;
import io.audienceroutes.segment.KnownAnswers;
import io.audienceroutes.source.SourceStates;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.stage.Progress;
import io.audienceroutes.stage.compare.MemberFiles;
import io.audienceroutes.stage.receive.ReceiveStage;
import io.audienceroutes.stage.recover.AudienceReconciler;
import io.audienceroutes.stage.recover.StorageWatch;
import io.audienceroutes.stage.recover.TimerFaults;
import io.audienceroutes.state.Environment;
import io.audienceroutes.tiktok.ReplyReader;
import io.audienceroutes.workflow.AuditLog;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.LongWait;
import io.audienceroutes.workflow.PauseSwitch;
import io.audienceroutes.workflow.Plan;
import io.audienceroutes.workflow.Plans;
import io.audienceroutes.workflow.Promotions;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowFiles;
import io.audienceroutes.workflow.WorkflowQueue;
import io.audienceroutes.workflow.WorkflowType;
import io.audienceroutes.workflow.Workflows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.dataformat.csv.CsvDataFormat;
import org.apache.camel.spi.Registry;

/** Creates all objects of the bundle from its settings, and binds the beans that the routes use. */
public final class BundleWiring implements CamelConfiguration, AutoCloseable {
    private final Clock clock;
    private final Environment environment;
    private final PauseSwitch gate = new PauseSwitch();
    private final Supplier<Map<String, String>> effectiveSettings;
    private final boolean secure;
    private final DestinationFolder destinations;
    private final ErrorCatalog catalog;
    private final Secrets secrets;
    private final StateWiring state;
    private final CredentialWiring credentials;
    private final PeopleWiring people;
    private final TikTokWiring tiktok;
    private final StorageWatch storage;
    private final StageWiring stages;
    private final WatchWiring watch;
    private final DestinationMonitor destinationMonitor;

    private BundleWiring(BundleSettings settings, Clock clock) {
        this.clock = clock;
        this.environment = settings.environment();
        KnownAnswers.require();
        RandomGenerator random = new SecureRandom();
        effectiveSettings = settings::values;
        secure = settings.text("console.public-url").startsWith("https:");
        destinations = new DestinationFolder(settings.path("destinations.directory"), settings.environment());
        catalog = ErrorCatalog.load(settings.path("error-catalog.file"));
        secrets = new Secrets(settings.path("secrets.directory"), Secrets.processEnvironment());
        state = StateWiring.of(settings, gate, clock);
        credentials = new CredentialWiring(settings, secrets, state.database(), catalog, clock);
        people = new PeopleWiring(settings, secrets, state.database(), clock);
        tiktok = new TikTokWiring(settings, secrets, state, catalog, credentials.credentials()::appId, random, clock);
        storage = new StorageWatch(
                state.data(),
                state.alerts(),
                state.sourceStates(),
                state.connections(),
                gate,
                (long) settings.number("storage.least-free-mib") << 20,
                (long) settings.number("storage.reserve-mib") << 20,
                clock);
        stages = new StageWiring(
                settings, state, destinations, catalog, secrets, credentials, gate, storage, random, clock);
        watch = new WatchWiring(settings, state.database(), destinations, catalog, gate, clock);
        destinationMonitor = new DestinationMonitor(state.connections(), settings, destinations, catalog, gate, clock);
    }

    public static BundleWiring of(BundleSettings settings) {
        return of(settings, Clock.systemUTC());
    }

    /** With the time of this clock. */
    public static BundleWiring of(BundleSettings settings, Clock clock) {
        return new BundleWiring(settings, clock);
    }

    /** A route would use {@code csv: {delimiter: "\t", lazyLoad: true}}, but Karavan drops the tab. */
    private static CsvDataFormat tabSeparated() {
        return new CsvDataFormat()
                .setDelimiter('\t')
                .setLazyLoad(true)
                .setIgnoreEmptyLines(true)
                .setIgnoreSurroundingSpaces(true);
    }

    @Override
    public void configure(CamelContext camel) {
        new GuardedExecution(new LostErrors((threads, failure) -> lost(camel, threads, failure))).addTo(camel);
        Registry registry = camel.getRegistry();
        tiktok.bindTo(camel);
        credentials.bindTo(registry);
        stages.bindTo(registry);
        watch.bindTo(registry);
        SharedAnswers answers = new SharedAnswers(new TikTokAsker(camel));
        destinationMonitor.asking(connections(answers), answers::beginRound);
        registry.bind("destinationMonitor", destinationMonitor);
        registry.bind("timerFaults", new TimerExceptions(timerFaults(new AlertRoute(camel))));
        registry.bind("tabSeparated", tabSeparated());
        ApiWiring.bind(camel, this, state, effectiveSettings, secure);
        registry.bind("workflowQueue", state.queue());
    }

    /** Nobody waits for what these threads did: a stage fails as from its route, other work is tried again. */
    private void lost(CamelContext camel, List<Thread> threads, RuntimeCamelException failure) {
        Optional<String> claimed = threads.stream()
                .flatMap(thread -> state.queue().claimedBy(thread).stream())
                .findFirst();
        if (claimed.isPresent()) {
            new FailureRoute(camel).accept(claimed.get(), failure);
        } else {
            timerFaults(new AlertRoute(camel)).met("a thread of the routes", failure);
        }
    }

    public Destination destination(String name) {
        return destinations.require(name);
    }

    public Collection<Destination> destinations() {
        return destinations.now().all();
    }

    /** The destination files. */
    public DestinationFolder folder() {
        return destinations;
    }

    SourceHours sourceHours() {
        return new SourceHours(
                state.database(), clock, name -> destinations.now().find(name));
    }

    /** The connection states of the destinations. */
    public ConnectionStates connections() {
        return state.connections();
    }

    /** Checks whether destinations can deliver, through the routes of this context. */
    public ConnectionChecks connections(CamelContext camel) {
        return connections(new TikTokAsker(camel));
    }

    /** As above, for a round of checks that makes each query once. */
    public ConnectionChecks connectionsAskedOnce(CamelContext camel) {
        return connections(new SharedAnswers(new TikTokAsker(camel)));
    }

    private ConnectionChecks connections(TikTokQuestions asker) {
        ReplyReader reader = new ReplyReader(catalog);
        return new ConnectionChecks(new CredentialChecks(credentials.credentials(), asker, reader), asker, reader);
    }

    /** Rehearsed audiences are lost with the simulator that had them. */
    void forgetRehearsals() {
        state.audiences().forgetRehearsals();
    }

    /** Rehearsals and promotions of destinations. */
    public Promotions promotions() {
        return new Promotions(state.workflows(), clock);
    }

    /** Whether there is enough disk space to work. */
    StorageWatch storage() {
        return storage;
    }

    /** Handles exceptions of background work. */
    TimerFaults timerFaults(Consumer<FailureNews> route) {
        return new TimerFaults(catalog, state.alerts(), storage, route, clock);
    }

    public SourceStates sourceStates() {
        return state.sourceStates();
    }

    public ErrorCatalog catalog() {
        return catalog;
    }

    public Clock clock() {
        return clock;
    }

    public Secrets secrets() {
        return secrets;
    }

    /** No further stage starts, and calls to TikTok that are still in flight are aborted. */
    void endWithin(Duration patience) {
        gate.close();
        tiktok.endWithin(patience);
    }

    public TikTokConnection connection() {
        return tiktok.connection();
    }

    /** The credentials that destinations name. */
    public Set<String> namedCredentials() {
        return destinations.now().all().stream().map(Destination::credential).collect(Collectors.toUnmodifiableSet());
    }

    public CredentialWiring credentials() {
        return credentials;
    }

    /** Who may use the console and the API. */
    public PeopleWiring people() {
        return people;
    }

    public Workflows workflows() {
        return state.workflows();
    }

    public Tasks tasks() {
        return state.tasks();
    }

    public WorkflowFiles files() {
        return state.files();
    }

    public WorkflowQueue queue() {
        return state.queue();
    }

    public Instant now() {
        return clock.instant();
    }

    public Alerts alerts() {
        return state.alerts();
    }

    public AuditLog audit() {
        return new AuditLog(state.workflows());
    }

    public Commands commands() {
        return state.commands();
    }

    public Plans plans() {
        return state.plans();
    }

    /** A plan that can be run: it is complete, its files exist, and it does not predict a refusal. */
    public Workflow requirePlan(String planId) {
        Workflow planned = state.workflows().require(planId);
        boolean usable = planned.type() == WorkflowType.PLAN
                && state.plans()
                        .of(planId)
                        .filter(plan -> plan.worst() != Plan.Kind.REFUSED)
                        .isPresent()
                && Files.exists(state.data().stagedFile(planId));
        if (!usable) {
            throw new WorkflowError(
                    "plan-outdated",
                    "Plan " + planId + " cannot be run: it does not exist, was refused,"
                            + " or is older than plan.keep-hours. Nothing was sent. Make a new plan"
                            + " with: audience-routes plan FILE --destination " + planned.destination());
        }
        return planned;
    }

    public DataDirectory data() {
        return state.data();
    }

    public ReceiveStage receiveStage() {
        return stages.receiveStage();
    }

    public AudienceReconciler audienceReconciler() {
        return stages.audienceReconciler();
    }

    public CampaignRuns campaigns() {
        return state.campaigns();
    }

    /** Deletes what ended workflows no longer need. */
    public void cleanUp() {
        stages.cleanUp().sweep();
    }

    public Progress progress() {
        return stages.progress();
    }

    public WatchWiring watch() {
        return watch;
    }

    /** Whether no workflow is about to resume automatically, and no audience is due to be read. */
    public boolean settled() {
        return state.queue().claimed() == 0
                && watch.audienceMonitor().atRest()
                && state.workflows().open().stream().allMatch(workflow -> LongWait.of(workflow, state.workflows()));
    }

    public MemberFiles memberFiles() {
        return stages.memberFiles();
    }

    PauseSwitch gate() {
        return gate;
    }

    /** The receipt of a workflow: the stored one if the workflow has ended, otherwise its current state. */
    public Receipt receiptOf(Workflow workflow) {
        return workflow.receipt()
                .filter(stored -> workflow.state().ended())
                .orElseGet(() -> stages.receipts().of(workflow, workflow.state()));
    }

    /** What the pages of the console read. */
    public ConsoleData console() {
        return new ConsoleData(
                environment,
                clock,
                state.workflows(),
                state.tasks(),
                state.files(),
                state.plans(),
                progress(),
                audit(),
                catalog,
                state.alerts(),
                state.sourceStates(),
                state.connections(),
                destinations,
                watch.reports(),
                credentials.credentials(),
                this::receiptOf,
                this::placeOf);
    }

    /** The folder of a workflow's files, as text. */
    public Path placeOf(Workflow workflow) {
        return state.data().placeOf(workflow.id());
    }

    @Override
    public void close() {
        tiktok.close();
        state.close();
    }
}
