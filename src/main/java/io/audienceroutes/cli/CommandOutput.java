package io.audienceroutes.cli;

import io.audienceroutes.app.BundleWiring;
import io.audienceroutes.state.StoredJson;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * Where and how a command prints the result of a workflow: with {@code --json}, exactly its receipt.
 *
 * @param temporary whether the data directory is deleted when the command ends
 */
record CommandOutput(PrintWriter out, boolean json, boolean temporary) {
    CommandOutput(PrintWriter out, boolean json) {
        this(out, json, false);
    }

    void print(BundleWiring wiring, Workflow workflow) {
        if (json) {
            out.println(StoredJson.writePretty(wiring.receiptOf(workflow)));
        } else if (workflow.state() == WorkflowState.SUCCEEDED || workflow.state() == WorkflowState.ISSUE) {
            out.println(ReceiptText.of(
                    wiring.receiptOf(workflow),
                    temporary
                            ? Optional.empty()
                            : Optional.of(wiring.placeOf(workflow).resolve("receipt.json"))));
        } else {
            out.println(WorkflowText.details(workflow, wiring));
        }
        out.flush();
    }

    /** A sentence for the user; omitted with {@code --json}. */
    void say(String text) {
        if (!json) {
            out.println(text);
            out.flush();
        }
    }
}
