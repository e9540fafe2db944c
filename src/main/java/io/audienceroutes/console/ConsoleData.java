package io.audienceroutes.console;

import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.credential.Credentials;
import io.audienceroutes.destination.ConnectionStates;
import io.audienceroutes.destination.DestinationFolder;
import io.audienceroutes.failure.Alerts;
import io.audienceroutes.source.SourceStates;
import io.audienceroutes.stage.Progress;
import io.audienceroutes.state.Environment;
import io.audienceroutes.watch.AudienceReports;
import io.audienceroutes.workflow.AuditLog;
import io.audienceroutes.workflow.Plans;
import io.audienceroutes.workflow.Receipt;
import io.audienceroutes.workflow.Tasks;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowFiles;
import io.audienceroutes.workflow.Workflows;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;

/**
 * What the pages read.
 *
 * @param receipts the receipt of a workflow, or how it stands
 * @param places where the files of a workflow are
 */
public record ConsoleData(
        Environment environment,
        Clock clock,
        Workflows workflows,
        Tasks tasks,
        WorkflowFiles files,
        Plans plans,
        Progress progress,
        AuditLog audit,
        ErrorCatalog catalog,
        Alerts alerts,
        SourceStates sources,
        ConnectionStates connections,
        DestinationFolder destinations,
        AudienceReports audiences,
        Credentials credentials,
        Function<Workflow, Receipt> receipts,
        Function<Workflow, Path> places) {}
