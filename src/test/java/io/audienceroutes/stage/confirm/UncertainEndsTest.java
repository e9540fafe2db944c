package io.audienceroutes.stage.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.audienceroutes.audience.AudienceHistory;
import io.audienceroutes.audience.Audiences;
import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.audience.Reconciliations;
import io.audienceroutes.call.Attempt;
import io.audienceroutes.call.Caller;
import io.audienceroutes.call.TikTokAnswer;
import io.audienceroutes.campaign.CampaignRuns;
import io.audienceroutes.destination.Destination;
import io.audienceroutes.destination.Destinations;
import io.audienceroutes.format.FormatLimits;
import io.audienceroutes.format.SegmentFormats;
import io.audienceroutes.member.DigestPartitions;
import io.audienceroutes.member.MemoryLimit;
import io.audienceroutes.sample.SampleAccount;
import io.audienceroutes.segment.DigestType;
import io.audienceroutes.segment.RowTally;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.stage.Progress;
import io.audienceroutes.stage.StopCheckpoints;
import io.audienceroutes.stage.compare.AudienceForecast;
import io.audienceroutes.stage.compare.CompareStage;
import io.audienceroutes.stage.compare.PlanGuard;
import io.audienceroutes.stage.deliver.Batch;
import io.audienceroutes.stage.deliver.BatchParts;
import io.audienceroutes.stage.deliver.DeliverStage;
import io.audienceroutes.stage.deliver.RefusedMemberNames;
import io.audienceroutes.stage.prepare.StagedFiles;
import io.audienceroutes.state.ProcessOwner;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.tiktok.TikTokCall;
import io.audienceroutes.tiktok.TikTokReply;
import io.audienceroutes.workflow.Admission;
import io.audienceroutes.workflow.Approvals;
import io.audienceroutes.workflow.Arrival;
import io.audienceroutes.workflow.PauseSwitch;
import io.audienceroutes.workflow.Plans;
import io.audienceroutes.workflow.Resolutions;
import io.audienceroutes.workflow.Samples;
import io.audienceroutes.workflow.Stage;
import io.audienceroutes.workflow.StageResults;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowFiles;
import io.audienceroutes.workflow.WorkflowQueue;
import io.audienceroutes.workflow.WorkflowState;
import io.audienceroutes.workflow.Workflows;
import io.audienceroutes.workflow.ledger.BatchBisection;
import io.audienceroutes.workflow.ledger.BatchLedger;
import io.audienceroutes.workflow.ledger.BatchLedger.Change;
import io.audienceroutes.workflow.ledger.LedgerReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Tag;

/**
 * Deliveries that end anywhere, with answers that get lost: the beans of the stages on the real database and member store,
 * and a set that does what TikTok does. However they end, the next clean delivery makes the audience equal its list.
 */
@Tag("flow")
final class UncertainEndsTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final int UNIVERSE = 24;
    private static final String STRANGER = "ff".repeat(32);

    private final Clock clock = Clock.systemUTC();
    private final SortedSet<String> audience = new TreeSet<>();
    private Path folder;
    private StateDatabase database;
    private WorkflowQueue queue;
    private Workflows workflows;
    private DataDirectory data;
    private Resolutions resolutions;
    private CompareStage compareStage;
    private DeliverStage deliverStage;
    private WorkflowCloser workflowCloser;
    private Destination settings;
    private long row;

    @BeforeTry
    void open() throws IOException {
        folder = Files.createTempDirectory("uncertain");
        settings = destination();
        data = new DataDirectory(folder.resolve("data"));
        database = new StateDatabase(data.stateDatabase());
        workflows = new Workflows(database, clock);
        Tasks tasks = new Tasks(workflows);
        LedgerReader ledgerReader = new LedgerReader(database);
        Audiences audiences = new Audiences(database, clock);
        MemberRecords records = new MemberRecords(database);
        Approvals approvals = new Approvals(workflows);
        PauseSwitch gate = new PauseSwitch();
        queue = new WorkflowQueue(workflows, gate, clock, Duration.ofSeconds(60), ProcessOwner.here());
        resolutions = new Resolutions(workflows, audiences, name -> Optional.of(settings));
        SampleAccount sampleAccount = new SampleAccount(workflows, new Samples(workflows), approvals);
        AudienceForecast forecast =
                new AudienceForecast(audiences, records, new AudienceHistory(database), Duration.ofHours(10));
        Receipts receipts = new Receipts(ledgerReader, audiences, approvals, data, clock, forecast, sampleAccount);
        workflowCloser = new WorkflowCloser(workflows, audiences, records, ledgerReader, receipts, data);
        PlanGuard planGuard = new PlanGuard(new Plans(workflows));
        compareStage = new CompareStage(
                workflows,
                tasks,
                records,
                approvals,
                planGuard,
                name -> Optional.of(settings),
                new Reconciliations(database),
                data,
                MemoryLimit.DEFAULT);
        deliverStage = new DeliverStage(
                workflows,
                tasks,
                new BatchLedger(database, workflows.fencing(), clock),
                ledgerReader,
                new RefusedMemberNames(
                        workflows,
                        ledgerReader,
                        new StagedFiles(data, new WorkflowFiles(database), new CampaignRuns(workflows, clock)),
                        new SegmentFormats(FormatLimits.defaults(), Path::of, name -> Optional.empty()),
                        new StopCheckpoints(workflows, gate),
                        data,
                        100,
                        100),
                audiences,
                data,
                new StopCheckpoints(workflows, gate),
                new Progress());
        row = audiences.rowFor(settings, "Readers");
        audiences.made(row, "7100000000000000001");
        audience.clear();
        audience.add(STRANGER);
    }

    @AfterTry
    void close() throws IOException {
        queue.close();
        database.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Property(tries = 40)
    void nextCleanDeliveryMakesTheAudienceEqualItsList(@ForAll long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 4; round++) {
            SortedSet<String> list = list(random);
            String id = begin(list);
            boolean done = deliver(id, list, random);
            while (!done && random.nextBoolean()) {
                resolutions.retry(id, "test");
                assertThat(queue.next().workflowId()).isEqualTo(id);
                done = deliver(id, list, random);
            }
            if (done) {
                assertExactly(list);
            }
        }
        SortedSet<String> last = list(random);

        assertThat(deliver(begin(last), last, new Clean())).isTrue();

        assertExactly(last);
    }

    private void assertExactly(SortedSet<String> list) {
        SortedSet<String> expected = new TreeSet<>(list);
        expected.add(STRANGER);
        assertThat(audience).isEqualTo(expected);
    }

    private String begin(SortedSet<String> list) {
        String id = queue.open(settings, row, "Readers", new Arrival("a.csv", true, "test"));
        new Admission(workflows).admit(id, "sha", 1);
        queue.received(id);
        assertThat(queue.next().workflowId()).isEqualTo(id);
        byte[] digests = HEX.parseHex(String.join("", list));
        DigestType type = DigestType.EMAIL_SHA256;
        try (DigestPartitions listed =
                DigestPartitions.create(data.partitions(id, type), type.width(), MemoryLimit.DEFAULT)) {
            listed.append(digests, 0, digests.length);
            listed.finish();
        }
        int rows = list.size();
        new StageResults(workflows).prepared(id, new RowTally(rows, rows, 0, rows, 0, Map.of(), 0, 0, Map.of()));
        compareStage.compare(id);
        return id;
    }

    /** Delivers until the end, or until an answer is lost for good or the process dies; then leaves the audience. */
    private boolean deliver(String id, Set<String> list, Random random) {
        boolean whole = true;
        for (Change change : deliverStage.begin(id)) {
            whole = whole && send(id, deliverStage.batches(id, change), list, random);
        }
        if (!whole) {
            WorkflowState end = random.nextBoolean() ? WorkflowState.FAILED : WorkflowState.STOPPED;
            leave(id, end);
            return false;
        }
        deliverStage.finish(id);
        assertThat(workflows.require(id).stage()).isEqualTo(Stage.CONFIRM);
        leave(id, WorkflowState.SUCCEEDED);
        return true;
    }

    private void leave(String id, WorkflowState end) {
        Workflow workflow = workflows.require(id);
        workflowCloser.leave(workflow, end, "ended", "test", Optional.empty());
        assertThat(workflows.require(id).receipt().orElseThrow().balances()).isTrue();
    }

    private boolean send(String id, Iterator<Batch> batches, Set<String> list, Random random) {
        while (batches.hasNext()) {
            Batch batch = batches.next();
            int fate = random.nextInt(10);
            if (fate == 0) {
                return false;
            }
            BatchParts parts = deliverStage.parts(batch);
            TikTokCall call = deliverStage.send(parts);
            if (fate != 1) {
                apply(batch, list);
            }
            if (fate <= 2) {
                return false;
            }
            TikTokReply reply = new TikTokReply(0, "OK", "r" + id, JsonNodeFactory.instance.objectNode());
            Optional<TikTokAnswer> answer = Optional.of(new TikTokAnswer.Accepted(reply, 200));
            deliverStage.answered(
                    parts,
                    new Attempt(
                            Caller.ofWorkflow(id, "sandbox"),
                            call,
                            clock.instant(),
                            1,
                            false,
                            0,
                            answer,
                            false,
                            Optional.empty()));
        }
        return true;
    }

    private void apply(Batch batch, Set<String> list) {
        byte[] digests = batch.digests(BatchBisection.WHOLE);
        for (int at = 0; at < digests.length; at += 32) {
            String digest = HEX.formatHex(digests, at, at + 32);
            if (batch.key().change() == Change.ADD) {
                audience.add(digest);
            } else {
                assertThat(audience)
                        .as("removals begin when every listed member is there")
                        .containsAll(list);
                assertThat(list).doesNotContain(digest);
                audience.remove(digest);
            }
        }
    }

    private static SortedSet<String> list(Random random) {
        SortedSet<String> list = new TreeSet<>();
        list.add(digest(random.nextInt(UNIVERSE)));
        for (int number = 0; number < UNIVERSE; number++) {
            if (random.nextInt(3) > 0) {
                list.add(digest(number));
            }
        }
        return list;
    }

    private static String digest(int number) {
        return HEX.toHexDigits((byte) (number * 9)) + "0".repeat(60) + HEX.toHexDigits((byte) number);
    }

    private Destination destination() throws IOException {
        Path directory = Files.createDirectories(folder.resolve("destinations"));
        Files.writeString(directory.resolve("crm.yaml"), """
                name: crm
                credential: sandbox
                advertiserIds: ["7000000000000000001"]
                audienceName: Readers
                userIdTypes: [EMAIL]
                batchSize: 3
                shrinkGuard: {percent: 100}
                """);
        return Destinations.load(directory).require("crm");
    }

    /** Every batch is accepted. */
    private static final class Clean extends Random {
        private static final long serialVersionUID = 1L;

        @Override
        public int nextInt(int bound) {
            return bound - 1;
        }
    }
}
