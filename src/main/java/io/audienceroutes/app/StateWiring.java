package io.audienceroutes.app;

import io.audienceroutes.audience.Audiences;
import io.audienceroutes.audience.MemberRecords;
import io.audienceroutes.audience.Reconciliations;
import io.audienceroutes.campaign.CampaignRuns;
import io.audienceroutes.destination.ConnectionStates;
import io.audienceroutes.failure.Alerts;
import io.audienceroutes.source.SourceStates;
import io.audienceroutes.stage.DataDirectory;
import io.audienceroutes.state.ProcessOwner;
import io.audienceroutes.state.StateDatabase;
import io.audienceroutes.workflow.Approvals;
import io.audienceroutes.workflow.Commands;
import io.audienceroutes.workflow.PauseSwitch;
import io.audienceroutes.workflow.Plans;
import io.audienceroutes.workflow.Samples;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.WorkflowFiles;
import io.audienceroutes.workflow.WorkflowQueue;
import io.audienceroutes.workflow.Workflows;
import io.audienceroutes.workflow.ledger.BatchLedger;
import io.audienceroutes.workflow.ledger.LedgerReader;
import java.time.Clock;
import java.time.Duration;

/** The objects that read and change the stored state; all use the same database. */
record StateWiring(
        StateDatabase database,
        DataDirectory data,
        Workflows workflows,
        Tasks tasks,
        BatchLedger batchLedger,
        LedgerReader ledgerReader,
        Commands commands,
        WorkflowQueue queue,
        Audiences audiences,
        MemberRecords records,
        Samples samples,
        Plans plans,
        Reconciliations reconciliations,
        Approvals approvals,
        WorkflowFiles files,
        CampaignRuns campaigns,
        SourceStates sourceStates,
        ConnectionStates connections,
        Alerts alerts)
        implements AutoCloseable {

    static StateWiring of(BundleSettings settings, PauseSwitch gate, Clock clock) {
        DataDirectory data = new DataDirectory(settings.path("data.directory"));
        StateDatabase database = new StateDatabase(data.stateDatabase(), settings.environment());
        Workflows workflows = new Workflows(database, clock);
        ProcessOwner owner = ProcessOwner.here();
        Duration lease = settings.millis("runner.lease-ms");
        Duration inFlight =
                settings.millis("tiktok.connect-timeout-ms").plus(settings.millis("tiktok.response-timeout-ms"));
        return new StateWiring(
                database,
                data,
                workflows,
                new Tasks(workflows),
                new BatchLedger(database, workflows.fencing(), clock),
                new LedgerReader(database),
                new Commands(workflows),
                new WorkflowQueue(workflows, gate, clock, lease, inFlight, owner),
                new Audiences(database, clock),
                new MemberRecords(database),
                new Samples(workflows),
                new Plans(workflows),
                new Reconciliations(database),
                new Approvals(workflows),
                new WorkflowFiles(database),
                new CampaignRuns(workflows, clock),
                new SourceStates(database, clock, lease, owner),
                new ConnectionStates(database, clock),
                new Alerts(database, clock));
    }

    @Override
    public void close() {
        queue.close();
        database.close();
    }
}
