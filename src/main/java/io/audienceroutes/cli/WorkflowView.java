package io.audienceroutes.cli;

import io.audienceroutes.app.BundleWiring;
import io.audienceroutes.catalog.ErrorCatalog;
import io.audienceroutes.catalog.WorkflowAction;
import io.audienceroutes.state.StoredJson;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowFile;
import io.audienceroutes.workflow.WorkflowTask;
import java.util.List;
import java.util.Optional;

/** A workflow as JSON: {@code workflows show --json}. */
record WorkflowView(
        Workflow workflow, List<WorkflowTask> tasks, List<WorkflowFile> files, Optional<WorkflowAction> resolution) {
    WorkflowView {
        tasks = List.copyOf(tasks);
        files = List.copyOf(files);
    }

    static WorkflowView of(
            Workflow workflow, List<WorkflowTask> tasks, List<WorkflowFile> files, ErrorCatalog catalog) {
        return new WorkflowView(
                workflow, tasks, files, workflow.failure().map(failure -> catalog.action(failure.action())));
    }

    static String json(Workflow workflow, BundleWiring wiring) {
        return StoredJson.writePretty(
                of(workflow, wiring.tasks().of(workflow.id()), wiring.files().of(workflow.id()), wiring.catalog()));
    }
}
