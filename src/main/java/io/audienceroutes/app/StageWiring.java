package io.audienceroutes.app;

import io.audienceroutes.audience.AudienceHistory;
import io.audienceroutes.audience.AudienceReadBack;
import io.audienceroutes.audience.Audiences;
import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.audience.RecentLooks;
import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.credential.Secrets;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.DestinationFolder;
import io.audienceroutes.format.FormatLimits;
import io.audienceroutes.format.ReadLimits;
import io.audienceroutes.format.SegmentFormats;
import io.audienceroutes.member.MemoryLimit;
import io.audienceroutes.sample.SampleAccount;
import io.audienceroutes.sample.SampleRemoval;
import io.audienceroutes.sample.SampleStage;
import io.audienceroutes.schedule.ExpectedFiles;
import io.audienceroutes.schedule.MissingFiles;
import io.audienceroutes.stage.CleanUp;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.stage.HeavyWork;
import io.audienceroutes.stage.Progress;
import io.audienceroutes.stage.StopCheckpoints;
import io.audienceroutes.stage.compare.AudienceForecast;
import io.audienceroutes.stage.compare.AudienceResolver;
import io.audienceroutes.stage.compare.CompareStage;
import io.audienceroutes.stage.compare.MemberFiles;
import io.audienceroutes.stage.compare.OptOutGuard;
import io.audienceroutes.stage.compare.PlanGuard;
import io.audienceroutes.stage.confirm.ConfirmStage;
import io.audienceroutes.stage.confirm.Contradictions;
import io.audienceroutes.stage.confirm.Receipts;
import io.audienceroutes.stage.confirm.WorkflowCloser;
import io.audienceroutes.stage.deliver.DeliverStage;
import io.audienceroutes.stage.deliver.RefusedMemberNames;
import io.audienceroutes.stage.plan.PlanStage;
import io.audienceroutes.stage.plan.PlanWriter;
import io.audienceroutes.stage.prepare.PrepareStage;
import io.audienceroutes.stage.prepare.StagedFiles;
import io.audienceroutes.stage.receive.ReceiveStage;
import io.audienceroutes.stage.recover.AudienceReconciler;
import io.audienceroutes.stage.recover.CommandExecutor;
import io.audienceroutes.stage.recover.FailureHandler;
import io.audienceroutes.stage.recover.StorageWatch;
import io.audienceroutes.tiktok.ReplyReader;
import io.audienceroutes.workflow.Approvals;
import io.audienceroutes.workflow.PauseSwitch;
import io.audienceroutes.workflow.RejectAllowances;
import io.audienceroutes.workflow.Resolutions;
import io.audienceroutes.workflow.Samples;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.Workflows;
import io.audienceroutes.workflow.ledger.LedgerReader;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.camel.spi.Registry;

/** Creates the stages of a workflow and the objects around them, and binds the beans that the routes use. */
final class StageWiring {
    private final Progress progress = new Progress();
    private final Receipts receipts;
    private final MemberFiles memberFiles;
    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final ReceiveStage receiveStage;
    private final CleanUp cleanUp;
    private final AudienceReconciler audienceReconciler;

    StageWiring(
            BundleSettings settings,
            StateWiring state,
            DestinationFolder destinations,
            ErrorCatalog catalog,
            Secrets secrets,
            CredentialWiring credentials,
            PauseSwitch gate,
            StorageWatch storage,
            RandomGenerator random,
            Clock clock) {
        Workflows workflows = state.workflows();
        Tasks tasks = state.tasks();
        LedgerReader ledgerReader = state.ledgerReader();
        Audiences audiences = state.audiences();
        MemberRecords records = state.records();
        Samples samples = state.samples();
        Approvals approvals = state.approvals();
        DataDirectory data = state.data();
        Function<String, Optional<Destination>> current = destinations::find;
        StopCheckpoints stopCheckpoints = new StopCheckpoints(workflows, gate);
        MemoryLimit memory = new MemoryLimit((long) settings.number("compare.memory-mib") << 20);
        Duration availableAfter = Duration.ofHours(settings.number("tiktok.available-after-hours"));
        RecentLooks recent = new RecentLooks(clock);
        HeavyWork heavyWork = new HeavyWork(settings.number("runner.heavy-stages"));
        beans.put("heavyWork", heavyWork);
        state.queue().sharing(heavyWork);
        PlanGuard planGuard = new PlanGuard(state.plans());
        ReplyReader reader = new ReplyReader(catalog);
        AudienceForecast forecast =
                new AudienceForecast(audiences, records, new AudienceHistory(state.database()), availableAfter);
        receipts = new Receipts(
                ledgerReader,
                audiences,
                approvals,
                data,
                clock,
                forecast,
                new SampleAccount(workflows, samples, approvals));
        memberFiles = new MemberFiles(
                records, new Contradictions(workflows, records, ledgerReader, receipts, data)::of, data);
        WorkflowCloser workflowCloser = new WorkflowCloser(workflows, audiences, records, ledgerReader, receipts, data);
        receiveStage = new ReceiveStage(workflows, tasks, audiences, state.queue(), state.campaigns(), current, data);
        audienceReconciler = new AudienceReconciler(state.reconciliations(), records, receiveStage, current, data);
        SegmentFormats formats = new SegmentFormats(limits(settings), settings::located, secrets::find);
        StagedFiles staged = new StagedFiles(data, state.files(), state.campaigns());
        PrepareStage prepareStage = new PrepareStage(
                workflows,
                tasks,
                new RejectAllowances(workflows),
                settings::located,
                data,
                formats,
                stopCheckpoints,
                progress,
                staged,
                state.reconciliations(),
                settings.number("prepare.chunk-rows"),
                memory);
        CompareStage compareStage = new CompareStage(
                workflows, tasks, records, approvals, planGuard, current, state.reconciliations(), data, memory);
        RefusedMemberNames naming = new RefusedMemberNames(
                workflows,
                ledgerReader,
                staged,
                formats,
                stopCheckpoints,
                data,
                settings.number("prepare.chunk-rows"),
                settings.number("deliver.most-named-refusals"));
        DeliverStage deliverStage = new DeliverStage(
                workflows,
                tasks,
                state.batchLedger(),
                ledgerReader,
                naming,
                audiences,
                data,
                stopCheckpoints,
                progress);
        Duration keepPlans = Duration.ofHours(settings.number("plan.keep-hours"));
        cleanUp = new CleanUp(
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
        beans.put("receiveStage", receiveStage);
        beans.put(
                "missingFiles",
                new MissingFiles(
                        state.campaigns(),
                        new ExpectedFiles(workflows, clock),
                        () -> destinations.now().all(),
                        state.queue(),
                        gate));
        beans.put("prepareStage", prepareStage);
        beans.put(
                "audienceResolver",
                new AudienceResolver(
                        workflows,
                        tasks,
                        audiences,
                        reader,
                        planGuard,
                        recent,
                        clock,
                        settings.millis("tiktok.create-visible-ms")));
        beans.put("refusedMemberNames", naming);
        beans.put("compareStage", compareStage);
        beans.put("deliverStage", deliverStage);
        beans.put(
                "confirmStage",
                new ConfirmStage(
                        workflows, tasks, workflowCloser, receipts, forecast, ledgerReader, cleanUp, progress, data));
        beans.put(
                "failureHandler",
                new FailureHandler(
                        workflows,
                        tasks,
                        state.alerts(),
                        workflowCloser,
                        cleanUp,
                        prepareStage,
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
                "commandExecutor",
                new CommandExecutor(
                        state.commands(),
                        new Resolutions(workflows, audiences, current),
                        workflows,
                        state.queue(),
                        deliverStage,
                        workflowCloser,
                        credentials.refusals(),
                        state.connections()));
        beans.put("optOutGuard", new OptOutGuard(workflows, records, ledgerReader, settings::located, data));
        beans.put("cleanUp", cleanUp);
        beans.put("sampleStage", new SampleStage(workflows, tasks, samples, approvals, audiences, data, memory));
        beans.put(
                "planStage",
                new PlanStage(workflows, tasks, state.plans(), audiences, compareStage, planWriter, clock));
        beans.put("sampleRemoval", new SampleRemoval(workflows, tasks, samples, audiences, reader));
        beans.put("audienceReadBack", new AudienceReadBack(audiences, reader, clock));
    }

    void bindTo(Registry registry) {
        beans.forEach(registry::bind);
    }

    ReceiveStage receiveStage() {
        return receiveStage;
    }

    AudienceReconciler audienceReconciler() {
        return audienceReconciler;
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

    CleanUp cleanUp() {
        return cleanUp;
    }

    private static FormatLimits limits(BundleSettings settings) {
        return new FormatLimits(
                (long) settings.number("segment-file.max-unpacked-mib") << 20,
                settings.number("segment-file.max-unpack-ratio"),
                settings.number("segment-file.max-archive-entries"),
                new ReadLimits(settings.number("segment-file.max-record-chars")));
    }
}
