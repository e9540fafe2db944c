package io.audienceroutes.app;

import io.audienceroutes.audience.AudienceHistory;
import io.audienceroutes.audience.Audiences;
import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.audience.ReadingBack;
import io.audienceroutes.audience.RecentLooks;
import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.credential.Secrets;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.DestinationFolder;
import io.audienceroutes.format.FormatLimits;
import io.audienceroutes.format.ReadLimits;
import io.audienceroutes.format.SegmentFormats;
import io.audienceroutes.member.MemoryLimit;
import io.audienceroutes.sample.RemovingSample;
import io.audienceroutes.sample.SampleAccount;
import io.audienceroutes.sample.Sampling;
import io.audienceroutes.schedule.ExpectedFiles;
import io.audienceroutes.schedule.MissingFiles;
import io.audienceroutes.stage.Cleaning;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.stage.HeavyWork;
import io.audienceroutes.stage.Progress;
import io.audienceroutes.stage.SafePoints;
import io.audienceroutes.stage.compare.AudienceForecast;
import io.audienceroutes.stage.compare.Comparing;
import io.audienceroutes.stage.compare.EnsuringAudience;
import io.audienceroutes.stage.compare.MemberFiles;
import io.audienceroutes.stage.compare.OptOutGuard;
import io.audienceroutes.stage.compare.PlanKeeping;
import io.audienceroutes.stage.confirm.Confirming;
import io.audienceroutes.stage.confirm.Contradictions;
import io.audienceroutes.stage.confirm.Leaving;
import io.audienceroutes.stage.confirm.Receipts;
import io.audienceroutes.stage.deliver.Delivering;
import io.audienceroutes.stage.deliver.NamingRefused;
import io.audienceroutes.stage.plan.PlanWriter;
import io.audienceroutes.stage.plan.Planning;
import io.audienceroutes.stage.prepare.Preparing;
import io.audienceroutes.stage.prepare.StagedFiles;
import io.audienceroutes.stage.receive.Receiving;
import io.audienceroutes.stage.recover.Failing;
import io.audienceroutes.stage.recover.Reconciling;
import io.audienceroutes.stage.recover.Resuming;
import io.audienceroutes.stage.recover.StorageWatch;
import io.audienceroutes.tiktok.ReplyReader;
import io.audienceroutes.workflow.Approvals;
import io.audienceroutes.workflow.RejectAllowances;
import io.audienceroutes.workflow.Resolutions;
import io.audienceroutes.workflow.Samples;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.WorkGate;
import io.audienceroutes.workflow.Workflows;
import io.audienceroutes.workflow.ledger.BookedBatches;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.camel.spi.Registry;

/** Makes the stages of a workflow and what goes on around them, and binds the beans of it that the routes name. */
final class StageWiring {
    private final Progress progress = new Progress();
    private final Receipts receipts;
    private final MemberFiles memberFiles;
    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final Receiving receiving;
    private final Cleaning cleaning;
    private final Reconciling reconciling;

    StageWiring(
            BundleSettings settings,
            StateWiring state,
            DestinationFolder destinations,
            ErrorCatalog catalog,
            Secrets secrets,
            CredentialWiring credentials,
            WorkGate gate,
            StorageWatch storage,
            RandomGenerator random,
            Clock clock) {
        Workflows workflows = state.workflows();
        Tasks tasks = state.tasks();
        BookedBatches booked = state.booked();
        Audiences audiences = state.audiences();
        MemberRecords records = state.records();
        Samples samples = state.samples();
        Approvals approvals = state.approvals();
        DataDirectory data = state.data();
        Function<String, Optional<Destination>> current = destinations::find;
        SafePoints safePoints = new SafePoints(workflows, gate);
        MemoryLimit memory = new MemoryLimit((long) settings.number("compare.memory-mib") << 20);
        Duration availableAfter = Duration.ofHours(settings.number("tiktok.available-after-hours"));
        RecentLooks recent = new RecentLooks(clock);
        beans.put("heavyWork", new HeavyWork(settings.number("runner.heavy-stages")));
        PlanKeeping planKeeping = new PlanKeeping(state.plans());
        ReplyReader reader = new ReplyReader(catalog);
        AudienceForecast forecast =
                new AudienceForecast(audiences, records, new AudienceHistory(state.database()), availableAfter);
        receipts = new Receipts(
                booked, audiences, approvals, data, clock, forecast, new SampleAccount(workflows, samples, approvals));
        memberFiles =
                new MemberFiles(records, new Contradictions(workflows, records, booked, receipts, data)::of, data);
        Leaving leaving = new Leaving(workflows, audiences, records, booked, receipts, data);
        receiving = new Receiving(workflows, tasks, audiences, state.queue(), state.campaigns(), current, data);
        reconciling = new Reconciling(state.reconciliations(), records, receiving, current, data);
        SegmentFormats formats = new SegmentFormats(limits(settings), settings::located, secrets::find);
        StagedFiles staged = new StagedFiles(data, state.files(), state.campaigns());
        Preparing preparing = new Preparing(
                workflows,
                tasks,
                new RejectAllowances(workflows),
                settings::located,
                data,
                formats,
                safePoints,
                progress,
                staged,
                state.reconciliations(),
                settings.number("prepare.chunk-rows"),
                memory);
        Comparing comparing = new Comparing(
                workflows, tasks, records, approvals, planKeeping, current, state.reconciliations(), data, memory);
        NamingRefused naming = new NamingRefused(
                workflows,
                booked,
                staged,
                formats,
                safePoints,
                data,
                settings.number("prepare.chunk-rows"),
                settings.number("deliver.most-named-refusals"));
        Delivering delivering =
                new Delivering(workflows, tasks, state.books(), booked, naming, audiences, data, safePoints, progress);
        Duration keepPlans = Duration.ofHours(settings.number("plan.keep-hours"));
        cleaning = new Cleaning(
                workflows,
                records,
                state.files(),
                data,
                clock,
                Duration.ofHours(settings.number("clean-up.keep-staged-hours")),
                keepPlans,
                Duration.ofHours(settings.number("clean-up.keep-quarantined-hours")),
                Duration.ofHours(settings.number("clean-up.keep-generations-hours")));
        PlanWriter planWriter = new PlanWriter(TikTokWiring.pace(settings), forecast, keepPlans, clock);
        beans.put("receiving", receiving);
        beans.put(
                "missingFiles",
                new MissingFiles(
                        state.campaigns(),
                        new ExpectedFiles(workflows, clock),
                        () -> destinations.now().all(),
                        state.queue(),
                        gate));
        beans.put("preparing", preparing);
        beans.put(
                "ensuringAudience",
                new EnsuringAudience(
                        workflows,
                        tasks,
                        audiences,
                        reader,
                        planKeeping,
                        recent,
                        clock,
                        settings.millis("tiktok.create-visible-ms")));
        beans.put("namingRefused", naming);
        beans.put("comparing", comparing);
        beans.put("delivering", delivering);
        beans.put(
                "confirming",
                new Confirming(workflows, tasks, leaving, receipts, forecast, booked, cleaning, progress, data));
        beans.put(
                "failing",
                new Failing(
                        workflows,
                        tasks,
                        state.alerts(),
                        leaving,
                        cleaning,
                        preparing,
                        state.queue(),
                        state.plans(),
                        catalog,
                        credentials.credentials(),
                        credentials.refusals(),
                        TikTokWiring.waitRule(settings, random),
                        recent,
                        storage,
                        clock,
                        data));
        beans.put(
                "resuming",
                new Resuming(
                        state.commands(),
                        new Resolutions(workflows, audiences, current),
                        workflows,
                        state.queue(),
                        delivering,
                        leaving,
                        credentials.refusals(),
                        state.connections()));
        beans.put("optOutGuard", new OptOutGuard(workflows, records, booked, settings::located, data));
        beans.put("cleaning", cleaning);
        beans.put("sampling", new Sampling(workflows, tasks, samples, approvals, audiences, data, memory));
        beans.put("planning", new Planning(workflows, tasks, state.plans(), audiences, comparing, planWriter, clock));
        beans.put("removingSample", new RemovingSample(workflows, tasks, samples, audiences, reader));
        beans.put("readingBack", new ReadingBack(audiences, reader, clock));
    }

    void bindTo(Registry registry) {
        beans.forEach(registry::bind);
    }

    Receiving receiving() {
        return receiving;
    }

    Reconciling reconciling() {
        return reconciling;
    }

    Receipts receipts() {
        return receipts;
    }

    MemberFiles memberFiles() {
        return memberFiles;
    }

    Progress progress() {
        return progress;
    }

    Cleaning cleaning() {
        return cleaning;
    }

    private static FormatLimits limits(BundleSettings settings) {
        return new FormatLimits(
                (long) settings.number("segment-file.max-unpacked-mib") << 20,
                settings.number("segment-file.max-unpack-ratio"),
                settings.number("segment-file.max-archive-entries"),
                new ReadLimits(settings.number("segment-file.max-record-chars")));
    }
}
