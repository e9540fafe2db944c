package io.audienceroutes.app;

import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.credential.Secrets;
import io.audienceroutes.delivery.Attempts;
import io.audienceroutes.delivery.Cleaning;
import io.audienceroutes.delivery.Comparing;
import io.audienceroutes.delivery.Confirming;
import io.audienceroutes.delivery.DataDirectory;
import io.audienceroutes.delivery.Delivering;
import io.audienceroutes.delivery.EnsuringAudience;
import io.audienceroutes.delivery.Failing;
import io.audienceroutes.delivery.Leaving;
import io.audienceroutes.delivery.MemberFiles;
import io.audienceroutes.delivery.MissingFiles;
import io.audienceroutes.delivery.PlanKeeping;
import io.audienceroutes.delivery.PlanWriter;
import io.audienceroutes.delivery.Planning;
import io.audienceroutes.delivery.Preparing;
import io.audienceroutes.delivery.Progress;
import io.audienceroutes.delivery.ReadingBack;
import io.audienceroutes.delivery.Receipts;
import io.audienceroutes.delivery.Receiving;
import io.audienceroutes.delivery.RemovingSample;
import io.audienceroutes.delivery.Resuming;
import io.audienceroutes.delivery.SafePoints;
import io.audienceroutes.delivery.SampleAccount;
import io.audienceroutes.delivery.Sampling;
import io.audienceroutes.delivery.StagedFiles;
import io.audienceroutes.delivery.TikTokAnswers;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.Destinations;
import io.audienceroutes.format.FormatLimits;
import io.audienceroutes.format.ReadLimits;
import io.audienceroutes.format.SegmentFormats;
import io.audienceroutes.member.MemoryLimit;
import io.audienceroutes.segment.KnownAnswers;
import io.audienceroutes.tiktok.CallPacer;
import io.audienceroutes.tiktok.DayCounts;
import io.audienceroutes.tiktok.PaceClock;
import io.audienceroutes.tiktok.PaceLimits;
import io.audienceroutes.tiktok.ReplyReader;
import io.audienceroutes.tiktok.RetryBudget;
import io.audienceroutes.tiktok.TikTokReplies;
import io.audienceroutes.tiktok.WaitRule;
import io.audienceroutes.tiktok.WaitSettings;
import io.audienceroutes.workflow.Alerts;
import io.audienceroutes.workflow.Approvals;
import io.audienceroutes.workflow.Audiences;
import io.audienceroutes.workflow.Books;
import io.audienceroutes.workflow.CallCounts;
import io.audienceroutes.workflow.CampaignRuns;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.ExpectedFiles;
import io.audienceroutes.workflow.MemberRecords;
import io.audienceroutes.workflow.Plan;
import io.audienceroutes.workflow.Plans;
import io.audienceroutes.workflow.ProcessOwner;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.RejectAllowances;
import io.audienceroutes.workflow.Resolutions;
import io.audienceroutes.workflow.Samples;
import io.audienceroutes.workflow.SourceHours;
import io.audienceroutes.workflow.SourceStates;
import io.audienceroutes.workflow.StateDatabase;
import io.audienceroutes.workflow.StoredJson;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.WorkGate;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowError;
import io.audienceroutes.workflow.WorkflowFiles;
import io.audienceroutes.workflow.WorkflowQueue;
import io.audienceroutes.workflow.WorkflowType;
import io.audienceroutes.workflow.Workflows;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Makes every object of the bundle from its settings, and binds the beans that the routes name. */
final class BundleWiring implements CamelConfiguration, AutoCloseable {
    private final Destinations destinations;
    private final ErrorCatalog catalog;
    private final StateDatabase database;
    private final WorkGate gate = new WorkGate();
    private final Progress progress = new Progress();
    private final Workflows workflows;
    private final Tasks tasks;
    private final Books books;
    private final WorkflowQueue queue;
    private final Commands commands;
    private final Alerts alerts;
    private final Clock clock;
    private final Receipts receipts;
    private final MemberFiles memberFiles;
    private final Preparing preparing;
    private final WorkflowFiles files;
    private final CampaignRuns campaigns;
    private final MissingFiles missingFiles;
    private final Receiving receiving;
    private final EnsuringAudience ensuringAudience;
    private final Comparing comparing;
    private final Delivering delivering;
    private final Confirming confirming;
    private final Failing failing;
    private final Resuming resuming;
    private final Cleaning cleaning;
    private final Sampling sampling;
    private final Plans plans;
    private final Planning planning;
    private final DataDirectory data;
    private final RemovingSample removingSample;
    private final ReadingBack readingBack;
    private final Attempts attempts;
    private final TikTokAnswers answers;
    private final CallPacer pacer;
    private final Secrets secrets;
    private final Supplier<TikTokConnection> connection;
    private final SourceStates sourceStates;
    private final CredentialWiring credentials;

    private BundleWiring(BundleSettings settings, Clock clock) {
        this.clock = clock;
        KnownAnswers.require();
        RandomGenerator random = new SecureRandom();
        destinations = Destinations.load(settings.path("destinations.directory"));
        catalog = ErrorCatalog.load(settings.path("error-catalog.file"));
        data = new DataDirectory(settings.path("data.directory"));
        database = new StateDatabase(data.stateDatabase());
        workflows = new Workflows(database, clock);
        tasks = new Tasks(workflows);
        books = new Books(workflows);
        commands = new Commands(workflows);
        ProcessOwner owner = ProcessOwner.here();
        queue = new WorkflowQueue(workflows, gate, clock, settings.millis("runner.lease-ms"), owner);
        sourceStates = new SourceStates(database, clock, settings.millis("runner.lease-ms"), owner);
        Audiences audiences = new Audiences(database, clock);
        Function<String, Optional<Destination>> current = name -> live(settings).find(name);
        SafePoints safePoints = new SafePoints(workflows, gate);
        MemoryLimit memory = new MemoryLimit((long) settings.number("compare.memory-mib") << 20);
        Duration availableAfter = Duration.ofHours(settings.number("tiktok.available-after-hours"));
        MemberRecords records = new MemberRecords(database);
        Samples samples = new Samples(workflows);
        memberFiles = new MemberFiles(records, data);
        plans = new Plans(workflows);
        PlanKeeping planKeeping = new PlanKeeping(plans);
        Approvals approvals = new Approvals(workflows);
        ReplyReader reader = new ReplyReader(catalog);
        SampleAccount sampleAccount = new SampleAccount(workflows, samples, approvals);
        receipts = new Receipts(books, audiences, approvals, data, clock, availableAfter, sampleAccount);
        sampling = new Sampling(workflows, tasks, samples, approvals, audiences, data, memory);
        removingSample = new RemovingSample(workflows, tasks, samples, audiences, reader);
        readingBack = new ReadingBack(audiences, reader, clock);
        Leaving leaving = new Leaving(workflows, audiences, records, books, receipts, data);
        files = new WorkflowFiles(database);
        campaigns = new CampaignRuns(workflows, clock);
        missingFiles = new MissingFiles(campaigns, new ExpectedFiles(workflows, clock), destinations.all(), gate);
        receiving = new Receiving(workflows, tasks, audiences, queue, campaigns, current, data);
        int chunkRows = settings.number("prepare.chunk-rows");
        secrets = new Secrets(settings.path("secrets.directory"), Secrets.processEnvironment());
        SegmentFormats formats = new SegmentFormats(limits(settings), settings::located, secrets::find);
        RejectAllowances allowances = new RejectAllowances(workflows);
        StagedFiles staged = new StagedFiles(data, files, campaigns);
        preparing = new Preparing(
                workflows,
                tasks,
                allowances,
                settings::located,
                data,
                formats,
                safePoints,
                progress,
                staged,
                chunkRows,
                memory);
        ensuringAudience = new EnsuringAudience(
                workflows, tasks, audiences, reader, planKeeping, clock, settings.millis("tiktok.create-visible-ms"));
        comparing = new Comparing(workflows, tasks, records, approvals, planKeeping, current, data, memory);
        delivering = new Delivering(workflows, tasks, books, audiences, data, safePoints, progress);
        Duration keepPlans = Duration.ofHours(settings.number("plan.keep-hours"));
        PlanWriter planWriter = new PlanWriter(pace(settings), availableAfter, keepPlans, clock);
        planning = new Planning(workflows, tasks, plans, audiences, comparing, planWriter, clock);
        Duration keepStaged = Duration.ofHours(settings.number("clean-up.keep-staged-hours"));
        Duration keepQuarantined = Duration.ofHours(settings.number("clean-up.keep-quarantined-hours"));
        cleaning = new Cleaning(workflows, records, files, data, clock, keepStaged, keepPlans, keepQuarantined);
        confirming = new Confirming(workflows, tasks, leaving, receipts, cleaning, progress);
        connection = () -> TikTokConnection.of(settings, secrets::require);
        credentials = new CredentialWiring(settings, secrets, database, catalog, this::namedCredentials, clock);
        resuming = new Resuming(
                commands,
                new Resolutions(workflows, audiences, current),
                workflows,
                delivering,
                leaving,
                credentials.refusals());
        alerts = new Alerts(database, clock);
        failing = new Failing(
                workflows,
                tasks,
                alerts,
                leaving,
                preparing,
                queue,
                plans,
                catalog,
                credentials.credentials(),
                credentials.refusals(),
                waitRule(settings, random),
                clock,
                data);
        pacer = pacer(settings);
        attempts = new Attempts(workflows, books, pacer, new RetryBudget(random), clock);
        answers = new TikTokAnswers(new TikTokReplies(catalog, clock));
    }

    static BundleWiring of(BundleSettings settings) {
        return new BundleWiring(settings, Clock.systemUTC());
    }

    @Override
    public void configure(CamelContext camel) {
        Registry registry = camel.getRegistry();
        TikTokConnection tiktok = connection.get();
        tiktok.bindTo(registry);
        camel.getPropertiesComponent()
                .resolveProperty("tiktok.base-url")
                .ifPresent(baseUrl -> tiktok.protect(camel, baseUrl));
        registry.bind("receiving", receiving);
        registry.bind("missingFiles", missingFiles);
        registry.bind("preparing", preparing);
        registry.bind("ensuringAudience", ensuringAudience);
        registry.bind("comparing", comparing);
        registry.bind("delivering", delivering);
        registry.bind("confirming", confirming);
        registry.bind("failing", failing);
        registry.bind("resuming", resuming);
        registry.bind("cleaning", cleaning);
        registry.bind("sampling", sampling);
        registry.bind("planning", planning);
        registry.bind("removingSample", removingSample);
        registry.bind("readingBack", readingBack);
        registry.bind("attempts", attempts);
        credentials.bindTo(registry);
        registry.bind("tiktokAnswers", answers);
        registry.bind("workflows", workflows);
        registry.bind("workflowQueue", queue);
    }

    Destination destination(String name) {
        return destinations.require(name);
    }

    Collection<Destination> destinations() {
        return destinations.all();
    }

    SourceHours sourceHours() {
        return new SourceHours(database, clock, destinations.all());
    }

    SourceStates sourceStates() {
        return sourceStates;
    }

    ErrorCatalog catalog() {
        return catalog;
    }

    Clock clock() {
        return clock;
    }

    Secrets secrets() {
        return secrets;
    }

    TikTokConnection connection() {
        return connection.get();
    }

    /** The credentials that destinations name. */
    Set<String> namedCredentials() {
        return destinations.all().stream().map(Destination::credential).collect(Collectors.toUnmodifiableSet());
    }

    CredentialWiring credentials() {
        return credentials;
    }

    Workflows workflows() {
        return workflows;
    }

    WorkflowQueue queue() {
        return queue;
    }

    Instant now() {
        return clock.instant();
    }

    Alerts alerts() {
        return alerts;
    }

    Commands commands() {
        return commands;
    }

    Plans plans() {
        return plans;
    }

    /** A plan that can be run: made, its files are there, and it does not say that the delivery would be refused. */
    Workflow requirePlan(String planId) {
        Workflow planned = workflows.require(planId);
        boolean usable = planned.type() == WorkflowType.PLAN
                && plans.of(planId)
                        .filter(plan -> plan.worst() != Plan.Kind.REFUSED)
                        .isPresent()
                && Files.exists(data.stagedFile(planId));
        if (!usable) {
            throw new WorkflowError(
                    "plan-outdated",
                    "Could not deliver by plan " + planId
                            + ": expected is a plan that was made, says nothing of a refusal,"
                            + " and is not older than plan.keep-hours; found that it is not. Nothing was sent. Make a"
                            + " new plan with: plan FILE --destination " + planned.destination());
        }
        return planned;
    }

    DataDirectory data() {
        return data;
    }

    Receiving receiving() {
        return receiving;
    }

    CampaignRuns campaigns() {
        return campaigns;
    }

    Progress progress() {
        return progress;
    }

    /** Whether no workflow goes on by itself within moments. */
    boolean settled() {
        return queue.claimed() == 0
                && workflows.open().stream().allMatch(workflow -> SeenThrough.waitsLong(workflow, workflows));
    }

    MemberFiles memberFiles() {
        return memberFiles;
    }

    WorkGate gate() {
        return gate;
    }

    /** The receipt of a workflow: the stored one of an ended workflow, else how it stands. */
    Receipt receiptOf(Workflow workflow) {
        return workflow.receipt()
                .filter(stored -> workflow.state().ended())
                .orElseGet(() -> receipts.of(workflow, workflow.state()));
    }

    String describe(Workflow workflow) {
        return WorkflowText.details(workflow, tasks.of(workflow.id()), files.of(workflow.id()), catalog);
    }

    String toJson(Workflow workflow) {
        return StoredJson.writePretty(
                WorkflowView.of(workflow, tasks.of(workflow.id()), files.of(workflow.id()), catalog));
    }

    @Override
    public void close() {
        queue.close();
        pacer.close();
        database.close();
    }

    private static FormatLimits limits(BundleSettings settings) {
        return new FormatLimits(
                (long) settings.number("segment-file.max-unpacked-mib") << 20,
                settings.number("segment-file.max-unpack-ratio"),
                settings.number("segment-file.max-archive-entries"),
                new ReadLimits(settings.number("segment-file.max-record-chars")));
    }

    private static Destinations live(BundleSettings settings) {
        return Destinations.load(settings.path("destinations.directory"));
    }

    private static PaceLimits pace(BundleSettings settings) {
        return new PaceLimits(
                settings.number("tiktok.requests-per-second"),
                settings.number("tiktok.requests-per-minute"),
                settings.number("tiktok.requests-per-day"));
    }

    private CallPacer pacer(BundleSettings settings) {
        CallCounts counts = new CallCounts(database);
        return new CallPacer(
                pace(settings),
                new PaceLimits(
                        settings.number("tiktok.advertiser-requests-per-second"),
                        settings.number("tiktok.advertiser-requests-per-minute"),
                        settings.number("tiktok.advertiser-requests-per-day")),
                PaceClock.system(clock),
                catalog,
                new DayCounts() {
                    @Override
                    public int take(String lane, LocalDate day, int wanted, int limit) {
                        return counts.take(lane, day, wanted, limit);
                    }

                    @Override
                    public void giveBack(String lane, LocalDate day, int calls) {
                        counts.giveBack(lane, day, calls);
                    }
                });
    }

    private static WaitRule waitRule(BundleSettings settings, RandomGenerator random) {
        WaitSettings defaults = WaitSettings.defaults();
        return new WaitRule(
                new WaitSettings(
                        settings.millis("tiktok.minute-throttle-ms"),
                        settings.millis("tiktok.outage-delay-ms"),
                        defaults.longestPause(),
                        defaults.transientBudget(),
                        defaults.throttleBudget(),
                        settings.millis("tiktok.not-ready-delay-ms"),
                        defaults.notReadyBudget()),
                random);
    }
}
