package io.audienceroutes.cli;

import io.audienceroutes.app.BundleWiring;
import io.audienceroutes.state.StoredJson;
import io.audienceroutes.workflow.Workflow;
import io.audienceroutes.workflow.WorkflowState;
import java.io.PrintWriter;

/** Where and how a command tells what became of a workflow: with {@code --json}, exactly its receipt. */
record CommandOutput(PrintWriter out, boolean json) {
    void print(BundleWiring wiring, Workflow workflow) {
        if (json) {
            out.println(StoredJson.writePretty(wiring.receiptOf(workflow)));
        } else if (workflow.state() == WorkflowState.SUCCEEDED || workflow.state() == WorkflowState.ISSUE) {
            out.println(ReceiptText.of(wiring.receiptOf(workflow)));
        } else {
            out.println(WorkflowText.details(workflow, wiring));
        }
        out.flush();
    }

    /** A sentence for people; a program reads only the receipt. */
    void say(String text) {
        if (!json) {
            out.println(text);
            out.flush();
        }
    }
}
